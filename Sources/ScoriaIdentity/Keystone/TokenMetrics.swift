internal import Metrics

/// Counts what became of tokens; the labels are few and fixed.
struct TokenMetrics: Sendable {
    private static let name = "scoria_token_checks_total"

    /// Tokens that were known already.
    let known = Counter(label: name, dimensions: [("outcome", "known")])
    /// Texts that cannot be tokens.
    let refused = Counter(label: name, dimensions: [("outcome", "refused")])
    private let valid = Counter(label: name, dimensions: [("outcome", "valid")])
    private let invalid = Counter(label: name, dimensions: [("outcome", "invalid")])
    private let troubles: [IdentityUnavailable.Kind: Counter]
    private let seconds = Timer(label: "scoria_token_validation_seconds")

    init() {
        troubles = Dictionary(
            uniqueKeysWithValues: IdentityUnavailable.Kind.allCases.map {
                ($0, Counter(label: Self.name, dimensions: [("outcome", $0.rawValue)]))
            }
        )
    }

    /// Notes an answer of the identity service.
    func record(_ verdict: TokenVerdict, _ duration: Duration) {
        switch verdict {
        case .valid: valid.increment()
        case .invalid: invalid.increment()
        }
        seconds.record(duration: duration)
    }

    /// Notes that there was no answer of use.
    func record(_ kind: IdentityUnavailable.Kind, _ duration: Duration) {
        troubles[kind]?.increment()
        seconds.record(duration: duration)
    }
}
