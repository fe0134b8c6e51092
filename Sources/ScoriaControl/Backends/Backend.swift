public import ScoriaDriver
public import ScoriaModel
public import ScoriaScheduler

/// One configured backend: where it is, what it is called, and the driver that speaks to it.
public struct Backend: Sendable {
    public let address: BackendAddress
    public let availabilityZone: String
    /// `cluster@backend` when the node belongs to a cluster.
    public let clusterName: String?
    public let driver: any VolumeDriver
    /// Whether exports demand CHAP.
    public let usesCHAP: Bool
    /// How long a released target number is kept from use, in seconds.
    public let numberQuarantineSeconds: Double
    /// Which volumes the backend takes and how gladly, unless its reports say so themselves: by the configuration, else by the driver.
    public let functions: PlacementFunctions

    /// A backend with its driver; `functions` are those of the configuration.
    public init(
        address: BackendAddress,
        availabilityZone: String,
        clusterName: String? = nil,
        driver: any VolumeDriver,
        usesCHAP: Bool = true,
        numberQuarantineSeconds: Double = 900,
        functions: PlacementFunctions = PlacementFunctions()
    ) {
        self.address = address
        self.availabilityZone = availabilityZone
        self.clusterName = clusterName
        self.driver = driver
        self.usesCHAP = usesCHAP
        self.numberQuarantineSeconds = numberQuarantineSeconds
        let defaults = driver as? any PlacementDriver
        self.functions = .first(of: [
            functions, PlacementFunctions(filter: defaults?.defaultFilterFunction, goodness: defaults?.defaultGoodnessFunction),
        ])
    }
}
