/// How the kernel's iSCSI target (LIO) exports the volumes of one backend.
public struct LIOConfiguration: Sendable, Hashable {
    /// What the names of targets begin with; the volume's name follows.
    public var targetPrefix: String
    /// `address:port` of each portal, an IPv6 address in brackets; the first one is told to clients without multipath.
    public var portals: [String]
    /// Where this backend's devices lie, such as `/dev/group/`: what is exported from there is this backend's, the rest is not touched.
    public var devices: String
    /// Whether initiators come by RDMA (iSER) instead of TCP.
    public var usesRDMA: Bool
    /// Where configfs has the target's tree.
    public var root: String

    /// An export over TCP at these portals.
    public init(
        targetPrefix: String = "iqn.2010-10.org.openstack:",
        portals: [String],
        devices: String,
        usesRDMA: Bool = false,
        root: String = "/sys/kernel/config/target"
    ) {
        self.targetPrefix = targetPrefix
        self.portals = portals
        self.devices = devices
        self.usesRDMA = usesRDMA
        self.root = root
    }
}
