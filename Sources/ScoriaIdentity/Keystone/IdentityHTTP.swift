internal import AsyncHTTPClient
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import ScoriaModel

/// Speaks HTTP with the identity service: bounded in time and size, without following anybody anywhere else.
final class IdentityHTTP: Sendable {
    /// An answer of the identity service.
    struct Answer: Sendable {
        let status: Int
        /// `X-Subject-Token`, which carries a new token.
        let subjectToken: Secret?
        let body: ByteBuffer

        /// The body as JSON; nil when it is something else.
        var json: JSONValue? {
            // What is no JSON is no answer, whatever its fault.
            body.withUnsafeReadableBytes { bytes in try? JSONValue(parsing: bytes) }
        }
    }

    private let client: HTTPClient
    /// Never written to: requests to the identity service carry tokens and passwords.
    private let silent = Logger(label: "scoria.identity.http", factory: { _ in SwiftLogNoOpLogHandler() })
    /// A token with everything that Keystone adds is a few kilobytes; a catalogue of a large cloud some hundred.
    private static let largestAnswer = 2 << 20

    /// A client; throws ``IdentityFileError`` when a certificate file cannot be used.
    init(_ settings: KeystoneSettings) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if settings.isInsecure { tls.certificateVerification = .none }
        if let path = settings.certificateAuthorities {
            try IdentityFileError.checking("cafile", path) { _ = try NIOSSLCertificate.fromPEMFile(path) }
            tls.trustRoots = .file(path)
        }
        if let (chain, key) = settings.clientCertificate {
            try IdentityFileError.checking("certfile", chain) {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(chain).map { .certificate($0) }
            }
            try IdentityFileError.checking("keyfile", key) {
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: .milliseconds(Int64(settings.connectSeconds * 1000))),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.concurrentValidations
        configuration.connectionPool.idleTimeout = .seconds(30)
        // A refused connection is told at once, and not tried again until the deadline.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // A start that fails elsewhere never stops it; doing so twice is harmless.
        client.shutdown { _ in }
    }

    /// Ends the connections.
    func stop() async {
        // Nobody can do anything about a connection that does not end well.
        try? await client.shutdown()
    }

    /// Sends a request; throws ``IdentityUnavailable`` when there is no answer.
    ///
    /// `headers` and `body` carry secrets and appear in no error.
    func send(_ method: HTTPMethod, _ url: String, headers: [(String, Secret)] = [], body: [UInt8]? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "scoria")
        for (name, value) in headers { request.headers.add(name: name, value: value.reveal()) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            return try await answer(to: request)
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            // A kept connection that the other end closed at this moment; the request was not heard.
            return try await retried(request)
        } catch {
            throw Self.unavailable(error)
        }
    }

    private func retried(_ request: HTTPClientRequest) async throws -> Answer {
        do {
            return try await answer(to: request)
        } catch {
            throw Self.unavailable(error)
        }
    }

    private func answer(to request: HTTPClientRequest) async throws -> Answer {
        // The caller sets a deadline around everything, the body included; this one is only never the shorter of the two.
        let response = try await client.execute(request, deadline: .distantFuture, logger: silent)
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: Self.largestAnswer)
        } catch is NIOTooManyBytesError {
            throw IdentityUnavailable(.nonsense, "the answer is larger than \(Self.largestAnswer) bytes")
        }
        return Answer(
            status: Int(response.status.code),
            subjectToken: response.headers.first(name: "X-Subject-Token").map(Secret.init),
            body: body
        )
    }

    /// What an error of the connection means; its own words, which may hold a URL but no header.
    private static func unavailable(_ error: any Error) -> any Error {
        switch error {
        case is CancellationError, is IdentityUnavailable: error
        case let error as HTTPClientError where error == .cancelled: CancellationError()
        case let error as HTTPClientError where error == .connectTimeout || error == .deadlineExceeded || error == .readTimeout:
            IdentityUnavailable(.slow, "\(error)")
        case let error as HTTPParserError: IdentityUnavailable(.nonsense, "the answer is no HTTP: \(error)")
        default: IdentityUnavailable(.unreachable, "\(error)")
        }
    }
}

/// A file named in the configuration that cannot be used.
public struct IdentityFileError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    /// Runs a body that reads a file; its error becomes a sentence with the option and the path.
    static func checking(_ option: String, _ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw IdentityFileError(
                "The file \(path), named by \(option), cannot be used: \(error). Name a file in PEM that this account may read."
            )
        }
    }
}
