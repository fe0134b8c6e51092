internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads the body of a request within a bound of size.
///
/// A body that announces or sends more than the limit is refused without being kept in memory, whatever its length; one that
/// trickles in too long is the business of ``ConnectionGuard``.
struct BodyReader: Sendable {
    /// Bytes; option `max_request_body_size`.
    let limit: Int

    /// The body came to more than the limit.
    struct TooLarge: Error {}
    /// The connection ended before the body did.
    struct CutOff: Error {}

    /// The whole body; empty when there is none.
    func read(_ request: Request) async throws -> ByteBuffer {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced {
            guard announced <= limit else { throw TooLarge() }
            guard announced > 0 else { return ByteBuffer() }
        } else if request.headers[.transferEncoding] == nil {
            return ByteBuffer()
        }
        var collected = ByteBuffer()
        for try await var part in request.body {
            guard collected.readableBytes + part.readableBytes <= limit else { throw TooLarge() }
            if collected.readableBytes == 0 {
                collected = part
            } else {
                collected.writeBuffer(&part)
            }
        }
        if let announced, collected.readableBytes != announced { throw CutOff() }
        return collected
    }
}
