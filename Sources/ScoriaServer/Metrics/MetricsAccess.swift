internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ScoriaAPI
internal import ScoriaModel

/// Who may read `/metrics`, which names backends and pools, and says how much everybody does: nothing for tenants.
///
/// Collectors have no token of the identity service. So either they show the operator's bearer token, or they run on this machine.
struct MetricsAccess {
    /// What collectors show; nil when none is configured.
    let token: Secret?

    /// The answer to everybody else.
    static let refusal = Fault(
        .forbidden,
        "The metrics are for collectors on the service's own machine, and for those that show its token.",
        correction: "Set bearer_token in [metrics], and let the collector send it as Authorization: Bearer."
    )

    /// Whether a request from an address may read the metrics.
    func isGiven(_ request: Request, from address: SocketAddress?) -> Bool {
        guard let token else { return Self.isThisMachine(address) && !Self.isForwarded(request) }
        guard let shown = request.headers[.authorization], shown.lowercased().hasPrefix("bearer ") else { return false }
        return Self.isSame(shown.dropFirst("bearer ".count).utf8, token.reveal().utf8)
    }

    /// Whether the other end is on this machine; one whose address is not known could be anywhere.
    private static func isThisMachine(_ address: SocketAddress?) -> Bool {
        switch address {
        case .v4, .v6: address?.ipAddress.map(isLoopback) ?? false
        // Such a socket has no other end than one on this machine.
        case .unixDomainSocket: true
        case nil: false
        }
    }

    private static func isLoopback(_ text: String) -> Bool {
        text == "::1" || text.hasPrefix("127.") || text.hasPrefix("::ffff:127.")
    }

    /// Whether a proxy says that it speaks for somebody else.
    private static func isForwarded(_ request: Request) -> Bool {
        request.headers.contains { field in
            let name = field.name.canonicalName
            return name == "forwarded" || name == "via" || name.hasPrefix("x-forwarded-") || name == "x-real-ip"
        }
    }

    /// Whether two texts are the same, in a time that does not depend on where they differ.
    private static func isSame(_ shown: some Collection<UInt8>, _ kept: some Collection<UInt8>) -> Bool {
        guard shown.count == kept.count else { return false }
        return zip(shown, kept).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
