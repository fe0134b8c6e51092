internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// With what the listener proves itself on TLS, as the files have it at the moment.
///
/// A connection keeps what it began with; later ones get what was read last.
public final class ListenerCertificates: Sendable {
    /// The files, in PEM.
    public struct Files: Sendable {
        /// The certificate, with those between it and the root behind it; option `[ssl] cert_file`.
        public var certificate: String
        /// The private key; option `[ssl] key_file`.
        public var key: String
        /// Who signs the certificates of clients; nil when clients need none.
        ///
        /// Option `[ssl] ca_file`.
        public var authorities: String?

        /// The files of a certificate and its key.
        public init(certificate: String, key: String, authorities: String? = nil) {
            self.certificate = certificate
            self.key = key
            self.authorities = authorities
        }

        /// All of them, to be watched.
        public var paths: [String] { [certificate, key] + (authorities.map { [$0] } ?? []) }
    }

    public let files: Files
    private let context: Mutex<NIOSSLContext>

    /// Reads the files; throws ``CertificateError`` when they cannot be used.
    public init(_ files: Files) throws {
        self.files = files
        context = Mutex(try Self.read(files))
    }

    /// Reads the files again; throws ``CertificateError`` and leaves everything as it was when they cannot be used.
    public func reload() throws {
        let new = try Self.read(files)
        context.withLock { $0 = new }
    }

    /// What a connection that begins now works with.
    var current: NIOSSLContext { context.withLock { $0 } }

    private static func read(_ files: Files) throws -> NIOSSLContext {
        let chain = try checking("cert_file", files.certificate) { try NIOSSLCertificate.fromPEMFile(files.certificate) }
        guard !chain.isEmpty else {
            throw CertificateError(description: "The file \(files.certificate), named by [ssl] cert_file, has no certificate.")
        }
        let key = try checking("key_file", files.key) { try NIOSSLPrivateKey(file: files.key, format: .pem) }
        var tls = TLSConfiguration.makeServerConfiguration(chain: chain, key: key)
        if let authorities = files.authorities {
            _ = try checking("ca_file", authorities) { try NIOSSLCertificate.fromPEMFile(authorities) }
            tls.trustRoots = .file(authorities)
            // A client has no host name to hold its certificate against.
            tls.certificateVerification = .noHostnameVerification
        }
        do {
            return try NIOSSLContext(configuration: tls)
        } catch {
            throw CertificateError(
                description:
                    "The certificate in \(files.certificate) and the key in \(files.key) cannot be used together: \(error). Name two that belong together."
            )
        }
    }

    private static func checking<Result>(_ option: String, _ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw CertificateError(
                description:
                    "The file \(path), named by [ssl] \(option), cannot be used: \(error). Name a file in PEM that this account may read."
            )
        }
    }
}

/// Why files cannot be used for TLS.
public struct CertificateError: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension TLSConfiguration {
    /// TLS 1.2 and later with the ciphers that NIO holds for safe, for HTTP/1.1.
    fileprivate static func makeServerConfiguration(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) -> TLSConfiguration {
        var tls = makeServerConfiguration(certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["http/1.1"]
        return tls
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1, inside TLS when there are certificates.
    static func guarded(by certificates: ListenerCertificates?, _ configuration: HTTP1Channel.Configuration) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            let base = HTTP1Channel(responder: responder, configuration: configuration)
            guard let certificates else { return base }
            return GuardedChannel(base: base, certificates: certificates)
        }
    }
}

/// A connection inside TLS, with the certificate of the moment at which it begins.
private struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let certificates: ListenerCertificates

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificates.current))
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
