import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1
public import ScoriaModel
public import ScoriaStore
public import ScoriaSystem

/// Posts events to an HTTP endpoint, signed.
///
/// A body is `{"events": […]}`. `X-Scoria-Signature` is `sha256=` and the hexadecimal HMAC-SHA256, under the shared secret, of the value of
/// `X-Scoria-Timestamp`, a full stop, and the body: a receiver that checks both knows who sent it and that it is not an old copy.
/// Only an answer of 200 to 299 within the deadline means delivered. Redirects are not followed, since they would lead the events to
/// somebody whom the operator has not named.
public final class WebhookSink: NotificationSink {
    public let name = "webhook"
    public let batchSize: Int
    private let url: String
    private let secret: Secret
    private let timeoutSeconds: Int64
    private let clock: WallClock
    private let client: HTTPClient

    /// How much of an answer's body is read, in bytes; the rest is not wanted.
    private static let answerLimit = 4096

    /// An endpoint by its URL.
    public init(url: String, secret: Secret, timeoutSeconds: Int, batchSize: Int = 100, clock: WallClock = .system) {
        self.url = url
        self.secret = secret
        self.timeoutSeconds = Int64(timeoutSeconds)
        self.batchSize = batchSize
        self.clock = clock
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(min(Int64(timeoutSeconds), 5)), read: .seconds(Int64(timeoutSeconds)))
        configuration.decompression = .disabled
        configuration.connectionPool = .init(idleTimeout: .seconds(30))
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    public func deliver(_ events: [EventRow]) async -> DeliveryOutcome {
        let body = Self.body(events)
        let timestamp = String(clock.now().microseconds / 1_000_000)
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "scoria")
        request.headers.add(name: "X-Scoria-Timestamp", value: timestamp)
        request.headers.add(name: "X-Scoria-Signature", value: "sha256=" + Self.signature(timestamp: timestamp, body: body, secret: secret))
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let status = try await self.status(answering: request)
            switch status {
            case 200..<300: return .all(events.count)
            case 300..<400:
                return .stopped(
                    DeliveryFailure(
                        "The webhook answered \(status), a redirect, which is not followed. Configure the URL where it really is."
                    )
                )
            default: return .stopped(DeliveryFailure("The webhook answered \(status)."))
            }
        } catch {
            return .stopped(DeliveryFailure("The webhook did not answer: \(Self.words(for: error))"))
        }
    }

    public func close() async {
        // There is nothing left to lose when closing connections fails.
        try? await client.shutdown()
    }

    /// What is posted.
    static func body(_ events: [EventRow]) -> [UInt8] {
        var writer = JSONWriter(capacity: 1500 * events.count)
        writer.beginObject()
        writer.key("events")
        writer.beginArray()
        for event in events { EventText.write(event, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// The signature of a body at a moment, in hexadecimal digits.
    static func signature(timestamp: String, body: [UInt8], secret: Secret) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.reveal().utf8)))
        code.update(data: Array((timestamp + ".").utf8))
        code.update(data: body)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: code.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The status of the answer, within the deadline; a small body is read, so that the connection can be used again.
    private func status(answering request: HTTPClientRequest) async throws -> Int {
        let (client, seconds) = (client, timeoutSeconds)
        return try await withThrowingTaskGroup { group in
            group.addTask {
                let response = try await client.execute(request, deadline: .now() + .seconds(seconds))
                // Only the status counts; a body that is too large or cannot be read costs the connection.
                _ = try? await response.body.collect(upTo: Self.answerLimit)
                return Int(response.status.code)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw DeliveryFailure("no answer within \(seconds) s")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? 0
        }
    }

    /// The kind of a failure, without the URL, which may hold a token.
    private static func words(for error: any Error) -> String {
        if let error = error as? HTTPClientError { return error.shortDescription }
        if let error = error as? DeliveryFailure { return error.message }
        return "\(type(of: error)): \(error)"
    }
}
