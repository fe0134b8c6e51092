public import ScoriaIdentity
internal import ScoriaModel

/// Believes the names and passwords of a ``PasswordFile``, sent as HTTP itself defines it (RFC 7617).
public struct BasicAuthentication: Authenticator {
    private let checker: PasswordChecker
    private static let challenge = "Basic realm=\"Block Storage\", charset=\"UTF-8\""

    /// Asks `checker`.
    public init(checker: PasswordChecker) {
        self.checker = checker
    }

    public func authenticate(_ credentials: Credentials) async throws -> AuthenticationResult {
        guard let (name, password) = credentials.authorization.flatMap(Self.nameAndPassword),
            let user = try await checker.user(name, password: password)
        else { return .refused(challenge: Self.challenge) }
        return .caller(
            Caller(
                userID: UserID(rawValue: user.name),
                projectID: user.projectID,
                roles: user.roles,
                // The policy says so, from the roles.
                isAdmin: false,
                requestID: credentials.requestID,
                globalRequestID: credentials.globalRequestID
            )
        )
    }

    /// The longest header that is looked at: a name and a password are short.
    private static let longestHeader = 1024

    /// What the header says; nil when it is of another scheme or makes no sense.
    static func nameAndPassword(_ header: Secret) -> (name: String, password: Secret)? {
        let text = header.reveal()
        guard text.utf8.count <= longestHeader, let space = text.firstIndex(of: " "), text[..<space].lowercased() == "basic",
            let bytes = Base64.decode(text[space...].drop { $0 == " " }), let decoded = String(validating: bytes, as: UTF8.self),
            let colon = decoded.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return (String(decoded[..<colon]), Secret(String(decoded[decoded.utf8.index(after: colon)...])))
    }
}

/// The encoding of RFC 4648, section 4.
enum Base64 {
    /// The bytes that a text stands for; nil when it is not of this form.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var digits = 0
        var padding = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(of: byte) else { return nil }
            digits += 1
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        // Padding may be left out, but what is there has to fit.
        guard digits % 4 != 1, padding == 0 || (digits + padding) % 4 == 0, padding <= 2 else { return nil }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
