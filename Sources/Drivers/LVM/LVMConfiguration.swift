public import ScoriaDriver
public import ScoriaModel

/// One volume group that volumes are kept in.
public struct LVMConfiguration: Sendable, Hashable {
    /// How new volumes are made (`lvm_type`); present ones stay as they are, whatever this says.
    public enum Provisioning: String, Sendable, Hashable, CaseIterable {
        /// Space for all of a volume at once.
        case thick = "default"
        /// Space as it is written to, out of a thin pool.
        case thin
        /// Thin when the thin pool is there or the group is empty, else thick.
        case automatic = "auto"
    }

    /// What happens to the bytes of a thick volume before its space is given back (`volume_clear`).
    public enum Clearing: String, Sendable, Hashable, CaseIterable {
        /// They stay until somebody overwrites them: whoever gets the space next can read them.
        case none
        /// They are overwritten with zeros.
        case zero
    }

    /// The volume group's name (`volume_group`).
    public var volumeGroup: String
    /// The name that `volume_backend_name` extra specs select.
    public var backendName: String
    /// The pool's name behind the `#` of a `host`.
    public var poolName: String
    public var provisioning = Provisioning.automatic
    /// Further copies of each thick volume on other disks (`lvm_mirrors`).
    public var mirrors = 0
    public var clearing = Clearing.zero
    /// How many MiB are overwritten from the start; 0 is all of them (`volume_clear_size`).
    public var clearSizeMebibytes = 0
    /// How often a command is tried that ended in a way that says nothing of its subject (`num_shell_tries`).
    public var tries = 3
    /// How long one command may take, in seconds.
    public var deadlineSeconds = 60.0
    /// The share of the capacity that the scheduler must leave free.
    public var reservedPercentage = 0
    public var overSubscription = OverSubscription.ratio(20)
    /// What the names of the service's iSCSI targets begin with (`target_prefix`): disks that lead to volumes of such targets are none of LVM's
    /// business.
    public var targetPrefix = "iqn.2010-10.org.openstack:"
    /// Goes before the paths of the kernel's lists of disks; empty but in tests.
    public var hostRoot = ""
    /// Where the kernel shows devices, as `GROUP/NAME`; another place only in tests.
    public var deviceDirectory = "/dev"
    /// Further capabilities of the pool, as the operator names them.
    public var extraCapabilities: [String: JSONValue] = [:]

    /// A volume group with the field's defaults; the pool is named after the backend.
    public init(volumeGroup: String, backendName: String, poolName: String? = nil) {
        self.volumeGroup = volumeGroup
        self.backendName = backendName
        self.poolName = poolName ?? backendName
    }

    /// The name of the thin pool, as the field names it.
    public var thinPool: String { "\(volumeGroup)-pool" }
}
