internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ScoriaAPI

/// What a handler answers, before the pipeline adds the headers that every answer has.
struct Reply: Sendable {
    /// The media type of a body.
    enum ContentType: Sendable {
        case json
        case text
        case html
        case eventStream

        var value: String {
            switch self {
            case .json: "application/json"
            case .text: "text/plain; charset=UTF-8"
            case .html: "text/html; charset=UTF-8"
            case .eventStream: "text/event-stream"
            }
        }

        /// The media type of this text; JSON when it is none of ours.
        init(value: String) {
            self = value == ContentType.text.value ? .text : value == ContentType.html.value ? .html : .json
        }
    }

    var status: Int
    var contentType: ContentType
    var body: ByteBuffer
    /// Headers of this answer alone, such as `ETag` and `Retry-After`.
    var headers: [(HTTPField.Name, String)]
    /// A body that is made while it is sent, in the place of ``body``, and what it wants to know of whom it is sent to.
    var stream: (body: ResponseBody, listener: ListenerPresence)?

    /// An answer with a body that is ready to be sent.
    init(_ status: Int, _ contentType: ContentType = .json, body: ByteBuffer = ByteBuffer(), headers: [(HTTPField.Name, String)] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    /// A refusal, as the wire shows it.
    init(refusal fault: Fault) {
        self = .json(fault.status.rawValue, fault.body, headers: fault.retryAfter.map { [(.retryAfter, $0)] } ?? [])
    }

    /// The answer to credentials that prove nothing, in the form of the field's middleware.
    static func unauthorized(_ challenge: String) -> Reply {
        let body = #"{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}"#
        return .json(401, Array(body.utf8), headers: [(.wwwAuthenticate, challenge)])
    }

    /// An answer without a body.
    static func empty(_ status: Int) -> Reply { Reply(status) }

    /// An answer in JSON bytes.
    static func json(_ status: Int, _ bytes: [UInt8], headers: [(HTTPField.Name, String)] = []) -> Reply {
        Reply(status, .json, body: ByteBuffer(bytes: bytes), headers: headers)
    }

    /// An answer in plain text.
    static func text(_ status: Int, _ text: String) -> Reply {
        Reply(status, .text, body: ByteBuffer(string: text))
    }
}
