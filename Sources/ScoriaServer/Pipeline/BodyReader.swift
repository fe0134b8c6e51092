internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes
internal import ScoriaAPI

/// Reads the body of a request within a bound of size.
///
/// A body that announces or sends more than the limit is refused without being kept in memory, whatever its length; one that
/// trickles in too long is the business of ``ConnectionGuard``.
struct BodyReader: Sendable {
    /// Bytes; option `max_request_body_size`.
    let limit: Int

    /// The body came to more than the limit.
    struct TooLarge: Error {}

    /// The answer to a body of which the rest does not come: the connection ended, or what came is no chunk of HTTP.
    static let cutOff = Fault(
        .badRequest,
        "The body of the request ended early, or is not framed as HTTP frames bodies.",
        correction: "Send a Content-Length and as many bytes, or Transfer-Encoding: chunked and chunks."
    )

    /// The whole body; empty when there is none.
    ///
    /// A client that waits to be asked for it (`Expect: 100-continue`) is asked through `channel`, and only here, so that whoever is
    /// refused before has not sent it for nothing.
    func read(_ request: Request, from channel: any Channel) async throws -> ByteBuffer {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced {
            guard announced <= limit else { throw TooLarge() }
            guard announced > 0 else { return ByteBuffer() }
        } else if request.headers[.transferEncoding] == nil {
            return ByteBuffer()
        }
        if request.headers[.expect]?.lowercased() == "100-continue" {
            channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
        }
        let collected: ByteBuffer
        do {
            collected = try await collect(request.body)
        } catch  where !(error is TooLarge) && !(error is CancellationError) {
            throw Self.cutOff
        }
        if let announced, collected.readableBytes != announced { throw Self.cutOff }
        return collected
    }

    private func collect(_ body: RequestBody) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        for try await var part in body {
            guard collected.readableBytes + part.readableBytes <= limit else { throw TooLarge() }
            if collected.readableBytes == 0 {
                collected = part
            } else {
                collected.writeBuffer(&part)
            }
        }
        return collected
    }
}
