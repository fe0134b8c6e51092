public import ScoriaModel

/// An error as the wire shows it: `{"badRequest": {"code": 400, "message": "…"}}`.
///
/// Beside the field's members there may be `correction`: what to do next.
public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The HTTP status of a fault.
    public enum Status: Int, Hashable, Sendable, CaseIterable {
        case badRequest = 400
        case unauthorized = 401
        case forbidden = 403
        case notFound = 404
        case badMethod = 405
        case notAcceptable = 406
        case requestTimeout = 408
        case conflict = 409
        case preconditionFailed = 412
        case overLimit = 413
        case badMediaType = 415
        case headerTooLarge = 431
        case internalError = 500
        case notImplemented = 501
        case badGateway = 502
        case serviceUnavailable = 503

        /// The member of the body that holds the fault; clients map it, so every other status is `computeFault`, as in the field.
        public var faultName: String {
            switch self {
            case .badRequest: "badRequest"
            case .unauthorized: "unauthorized"
            case .forbidden: "forbidden"
            case .notFound: "itemNotFound"
            case .badMethod: "badMethod"
            case .conflict: "conflictingRequest"
            case .overLimit: "overLimit"
            case .badMediaType: "badMediaType"
            case .notImplemented: "notImplemented"
            case .serviceUnavailable: "serviceUnavailable"
            case .notAcceptable, .requestTimeout, .preconditionFailed, .headerTooLarge, .internalError, .badGateway: "computeFault"
            }
        }
    }

    public let status: Status
    /// What happened, to what, and why.
    public let message: String
    /// What to do next, when there is something to be done.
    public let correction: String?
    /// The value of the `Retry-After` header and of the body's `retryAfter`, in seconds as text.
    public let retryAfter: String?

    /// A fault with its sentence.
    public init(_ status: Status, _ message: String, correction: String? = nil, retryAfter: String? = nil) {
        self.status = status
        self.message = message
        self.correction = correction
        self.retryAfter = retryAfter
    }

    public var description: String { "\(status.rawValue) \(message)" }

    /// The body of the answer.
    public var body: [UInt8] {
        var writer = JSONWriter(capacity: 128 + message.utf8.count)
        write(to: &writer)
        return writer.bytes
    }

    /// Writes the body of the answer.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key(status.faultName)
        writer.beginObject()
        writer.key("code")
        writer.integer(status.rawValue)
        writer.key("message")
        writer.string(message)
        if let correction {
            writer.key("correction")
            writer.string(correction)
        }
        if let retryAfter {
            writer.key("retryAfter")
            writer.string(retryAfter)
        }
        writer.endObject()
        writer.endObject()
    }
}

extension Fault {
    /// The answer to a path that is known, but not in this version or not with a handler, and to an unknown extension.
    public static let resourceNotFound = Fault(.notFound, "The resource could not be found.")

    /// The answer to bytes that are no JSON object.
    public static func malformedBody(_ reason: String) -> Fault {
        Fault(.badRequest, "Malformed request body: \(reason)", correction: "Send one JSON object as described in the API reference.")
    }

    /// The answer to an action that nobody serves.
    public static func noSuchAction(_ name: String) -> Fault {
        Fault(.badRequest, "There is no such action: \(name.shortened(to: 64))")
    }

    /// The answer when the project of the URL is not the project of the token.
    public static let foreignProject = Fault(
        .badRequest,
        "Malformed request url: the project in the path is not the project of the token.",
        correction: "Use the project of the token in the path, or leave the project out."
    )

    /// The answer to a request that would make something belong to no project.
    public static let projectMissing = Fault(
        .badRequest,
        "The token is not for a project, so that nobody would own what the request makes.",
        correction: "Get a token that is for the project which is to own it."
    )

    /// The answer when a policy rule refuses.
    public static func policyRefuses(_ rule: String) -> Fault {
        Fault(.forbidden, "Policy does not allow \(rule) to be performed.")
    }

    /// The answer to a `Content-Type` that is neither JSON nor the vendor's name for it.
    public static func unsupportedContentType(_ type: String) -> Fault {
        Fault(.badMediaType, "Unsupported Content-Type \"\(type.shortened(to: 64))\"", correction: "Send Content-Type: application/json.")
    }

    /// The answer to something that nobody foresaw; the cause is in the log under the request id.
    public static let unexpected = Fault(
        .internalError,
        "The request failed for a reason that the service did not foresee.",
        correction: "Report the x-openstack-request-id of this answer to the operator."
    )

    /// A refusal for lack of quota, in the field's shape (`traps.md` 6).
    ///
    /// `exceptionName` leads the message, because tools look for it, such as `VolumeSizeExceedsAvailableQuota`.
    public static func overQuota(_ exceptionName: String, _ message: String) -> Fault {
        Fault(.overLimit, "\(exceptionName): \(message)", retryAfter: "0")
    }

    /// The same as ``unknownPathPage`` for those who accept JSON: not the shape of a fault, as in the field.
    public static let unknownPathObject = Array(
        #"{"message":"The resource could not be found.","code":"404 Not Found","title":"Not Found"}"#.utf8
    )

    /// The page for a path that is not known, or not with this method: HTML, without a version header.
    public static let unknownPathPage = Array(
        """
        <html>
         <head>
          <title>404 Not Found</title>
         </head>
         <body>
          <h1>404 Not Found</h1>
          The resource could not be found.
         </body>
        </html>
        """.utf8
    )
}
