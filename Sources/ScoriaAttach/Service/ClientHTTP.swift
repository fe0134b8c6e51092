internal import AsyncHTTPClient
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import ScoriaModel

/// Sends requests to the service and to Keystone: bounded in time and size, without following anybody anywhere else.
final class ClientHTTP: Sendable {
    struct Answer: Sendable {
        let status: Int
        let subjectToken: Secret?
        /// Null when the body is empty or no JSON.
        let json: JSONValue

        /// What the service says of its refusal, with the status: all faults of the field have one member with a message.
        var refusal: String {
            let fault = json.object?.values.first { $0["message"] != nil }
            guard var message = fault?["message"]?.string, !message.isEmpty else { return "status \(status), without a word." }
            while message.last == "." || message.last?.isWhitespace == true { message.removeLast() }
            return "\(message) (status \(status))."
        }
    }

    private let client: HTTPClient
    /// Never written to: requests carry tokens and passwords.
    private let silent = Logger(label: "scoria.attach.http", factory: { _ in SwiftLogNoOpLogHandler() })
    private static let largestAnswer = 8 << 20
    /// Connecting a volume may take the backend a while.
    private static let deadline = TimeAmount.seconds(300)

    init(_ settings: ClientSettings) throws(AttachError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if settings.isInsecure { tls.certificateVerification = .none }
        if let path = settings.certificateAuthorities {
            do { _ = try NIOSSLCertificate.fromPEMFile(path) } catch {
                throw AttachError("The file \(path), named by OS_CACERT, cannot be used: \(error).")
            }
            tls.trustRoots = .file(path)
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // The program ends here; doing so twice is harmless.
        client.shutdown { _ in }
    }

    func stop() async {
        // Nobody can do anything about a connection that does not end well.
        try? await client.shutdown()
    }

    func send(_ method: String, _ url: String, headers: [(String, Secret)], body: Secret? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "scoria")
        for (name, value) in headers { request.headers.add(name: name, value: value.reveal()) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.reveal()))
        }
        do {
            let response = try await client.execute(request, deadline: .now() + Self.deadline, logger: silent)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            return Answer(
                status: Int(response.status.code),
                subjectToken: response.headers.first(name: "X-Subject-Token").map(Secret.init),
                // What is no JSON says nothing; the status does.
                json: body.withUnsafeReadableBytes { bytes in (try? JSONValue(parsing: bytes)) ?? .null }
            )
        } catch let error as CancellationError {
            throw error
        } catch let error where error is NIOSSLError || error is NIOSSLExtraError {
            throw AttachError(
                "No encrypted connection to \(url) came about: \(Self.reason(error))",
                correction: "Name the file of the authority with OS_CACERT, and the host as its certificate does."
            )
        } catch {
            throw AttachError(
                "\(method) \(url) got no answer: \(error).",
                correction: "Is the service running, and is the address right (OS_ENDPOINT or OS_AUTH_URL)? The command can be repeated."
            )
        }
    }

    /// Why TLS failed, in words where it is the certificate.
    private static func reason(_ error: any Error) -> String {
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return "its certificate is of no authority that is believed, or has expired." }
        if error as? NIOSSLExtraError == .failedToValidateHostname { return "its certificate is another host's." }
        return text
    }
}
