internal import Glibc
public import Hummingbird
internal import NIOCore
public import ServiceLifecycle

/// Runs the HTTP service, and says in plain words when it cannot listen.
public struct HTTPListener<Application: ApplicationProtocol>: Service {
    private let application: Application
    private let address: String

    /// The listener of an application on the address of its settings.
    public init(_ application: Application, settings: ServerSettings) {
        self.application = application
        address = "\(settings.host):\(settings.port)"
    }

    public func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenError(message: Self.sentence(error, address))
        }
    }

    private static func sentence(_ error: IOError, _ address: String) -> String {
        switch error.errnoCode {
        case EADDRINUSE:
            "\(address) is taken by another program. Stop that one, or choose another port with --port or osapi_volume_listen_port."
        case EACCES:
            "This user may not listen on \(address). Choose a port above 1023 with --port or osapi_volume_listen_port."
        case EADDRNOTAVAIL:
            "This machine does not have the address of \(address). Choose another with --listen or osapi_volume_listen."
        default:
            "The service cannot listen on \(address): \(String(cString: strerror(error.errnoCode)))."
        }
    }
}

/// Why the service cannot listen.
public struct ListenError: Error, Sendable, CustomStringConvertible {
    /// What happened, to what, and what to do.
    public let message: String

    public var description: String { message }
}
