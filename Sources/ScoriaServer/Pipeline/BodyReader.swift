internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads the body of a request within bounds of size and time.
///
/// A body that announces or sends more than the limit is refused without being kept in memory, whatever its length; one that
/// trickles in longer than the deadline ends with the connection.
struct BodyReader: Sendable {
    /// Bytes; option `max_request_body_size`.
    let limit: Int
    /// The time from head to end of a body.
    let deadline: TimeAmount

    /// The body came to more than the limit.
    struct TooLarge: Error {}

    /// The whole body; empty when there is none.
    func read(_ request: Request, channel: (any Channel)?) async throws -> ByteBuffer {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced {
            guard announced <= limit else { throw TooLarge() }
            guard announced > 0 else { return ByteBuffer() }
        } else if request.headers[.transferEncoding] == nil {
            return ByteBuffer()
        }
        let timer = channel?.eventLoop.scheduleTask(in: deadline) { [weak channel] in channel?.close(promise: nil) }
        defer { timer?.cancel() }
        var collected = ByteBuffer()
        for try await var part in request.body {
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
