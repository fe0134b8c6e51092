public import ScoriaDriver
public import ScoriaModel

/// A backend that stores nothing: for demonstrations, tests of scale, and tests of clients.
public struct FakeConfiguration: Sendable, Hashable {
    /// The protocol whose connection info clients get.
    public enum Transport: String, Sendable, Hashable, CaseIterable {
        case iscsi
        case iser
        case fibreChannel = "fc"
    }

    /// A fault that a call shows once in a while.
    public struct Fault: Sendable, Hashable {
        /// The name of the call, such as `createVolume`.
        public var call: String
        public var disposition: DriverError.Disposition
        /// How many of a hundred calls fail.
        public var percent: Int

        /// A fault of one call.
        public init(call: String, disposition: DriverError.Disposition, percent: Int) {
            self.call = call
            self.disposition = disposition
            self.percent = percent
        }
    }

    /// The name that `volume_backend_name` extra specs select.
    public var backendName: String
    public var transport = Transport.iscsi
    /// How many pools the backend reports, named `fake-1` and so on.
    public var poolCount = 1
    /// What each pool says it holds.
    public var poolSize = GibiByteCount(1000)
    /// How long each call takes, in seconds.
    public var delaySeconds = 0.0
    public var faults: [Fault] = []
    public var overSubscription = OverSubscription.ratio(20)
    public var reservedPercentage = 0
    /// Further capabilities of the pools, as the operator names them.
    public var extraCapabilities: [String: JSONValue] = [:]

    /// A backend with one pool that never fails.
    public init(backendName: String) {
        self.backendName = backendName
    }
}
