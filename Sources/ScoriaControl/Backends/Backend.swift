public import ScoriaDriver
public import ScoriaModel

/// One configured backend: where it is, what it is called, and the driver that speaks to it.
public struct Backend: Sendable {
    public let address: BackendAddress
    public let availabilityZone: String
    public let driver: any VolumeDriver
    /// Whether exports demand CHAP.
    public let usesCHAP: Bool
    /// How long a released target number is kept from use, in seconds.
    public let numberQuarantineSeconds: Double

    /// A backend with its driver.
    public init(
        address: BackendAddress,
        availabilityZone: String,
        driver: any VolumeDriver,
        usesCHAP: Bool = true,
        numberQuarantineSeconds: Double = 900
    ) {
        self.address = address
        self.availabilityZone = availabilityZone
        self.driver = driver
        self.usesCHAP = usesCHAP
        self.numberQuarantineSeconds = numberQuarantineSeconds
    }
}
