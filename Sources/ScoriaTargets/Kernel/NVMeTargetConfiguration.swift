/// How the kernel's NVMe target (nvmet) exports the volumes of one backend over TCP.
public struct NVMeTargetConfiguration: Sendable, Hashable {
    /// What the names of subsystems begin with; the volume's name follows.
    public var subsystemPrefix: String
    /// The addresses that initiators connect to; the first one is told to clients that know one portal only.
    public var addresses: [String]
    public var port: Int
    /// Where this backend's devices lie, such as `/dev/group/`: what is exported from there is this backend's, the rest is not touched.
    public var devices: String
    /// Where configfs has the target's tree.
    public var root: String

    /// An export at these addresses; 4420 is the registered port.
    public init(
        subsystemPrefix: String = "nqn.2014-08.org.nvmexpress:uuid:",
        addresses: [String],
        port: Int = 4420,
        devices: String,
        root: String = "/sys/kernel/config/nvmet"
    ) {
        self.subsystemPrefix = subsystemPrefix
        self.addresses = addresses
        self.port = port
        self.devices = devices
        self.root = root
    }
}
