internal import ScoriaDriver
public import ScoriaModel
internal import ScoriaStore

/// What a backend says that volume types can ask of it.
public struct CapabilityReport: Sendable {
    /// The volume service, `host@backend`.
    public let host: BackendAddress
    public let vendorName: String
    public let backendName: String
    public let driverVersion: String
    public let storageProtocol: String
    /// The properties by their keys, as the wire shows them.
    public let properties: [String: JSONValue]

    /// A report with its properties.
    public init(
        host: BackendAddress,
        vendorName: String,
        backendName: String,
        driverVersion: String,
        storageProtocol: String,
        properties: [String: JSONValue]
    ) {
        self.host = host
        self.vendorName = vendorName
        self.backendName = backendName
        self.driverVersion = driverVersion
        self.storageProtocol = storageProtocol
        self.properties = properties
    }
}

extension Control {
    /// The capabilities of a backend by its driver's report: 404 for a host without a volume service, 502 when it does not answer.
    ///
    /// A pool may be named too; capabilities are those of its backend.
    public func capabilities(ofHost text: String) async throws -> CapabilityReport {
        let host = BackendAddress(rawValue: String(text.prefix { $0 != "#" }))
        guard try store.read({ try $0.service(binary: Service.volumeBinary, host: host) }) != nil else {
            throw ControlError(.notFound, "Service \(Service.volumeBinary) could not be found on host \(host).")
        }
        guard let backend = backends.backend(at: host), let statistics = backends.statistics(of: host), backends.state(of: host).isUp
        else { throw Self.silent(host, backends.state(of: host).reason ?? "it has not reported yet") }
        var properties = CapabilityProperty.standard
        do {
            if let driver = backend.driver as? any CapabilitiesDriver {
                properties.merge(try await driver.vendorProperties()) { _, vendors in vendors }
            }
        } catch let error as DriverError {
            throw Self.silent(host, error.message)
        }
        return CapabilityReport(
            host: host,
            vendorName: statistics.vendorName,
            backendName: statistics.backendName,
            driverVersion: statistics.driverVersion,
            storageProtocol: statistics.storageProtocol,
            properties: properties.mapValues(\.json)
        )
    }

    private static func silent(_ host: BackendAddress, _ reason: String) -> ControlError {
        let reason = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
        return ControlError(.badGateway, "The backend \(host) does not answer: \(reason).", correction: "See the service's log.")
    }
}
