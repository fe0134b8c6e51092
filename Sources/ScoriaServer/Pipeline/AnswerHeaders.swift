internal import HTTPTypes

/// The header fields of the wire that Scoria reads or writes beside HTTP's own.
enum WireHeader {
    static let host = name("Host")
    static let requestID = name("x-openstack-request-id")
    static let computeRequestID = name("x-compute-request-id")
    static let apiVersion = name("OpenStack-API-Version")
    static let authToken = name("X-Auth-Token")
    static let serviceToken = name("X-Service-Token")
    static let authUser = name("X-Auth-User")
    static let authProject = name("X-Auth-Project-Id")
    static let managementURL = name("X-Server-Management-Url")
    static let forwardedProtocol = name("X-Forwarded-Proto")
    static let forwardedHost = name("X-Forwarded-Host")
    static let forwardedPrefix = name("X-Forwarded-Prefix")
    static let lastEventID = name("Last-Event-ID")
    static let idempotencyKey = name("Idempotency-Key")
    static let idempotentReplayed = name("Idempotent-Replayed")

    /// A field name that is known to be a token of HTTP.
    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header name") }
        return name
    }
}
