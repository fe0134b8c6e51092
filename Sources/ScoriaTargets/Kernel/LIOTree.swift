internal import ScoriaDriver
internal import ScoriaModel
internal import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// The shape of an export in LIO's configfs tree, and how to make and take away its parts.
///
/// Backstores lie below `core/iblock_N/NAME`, targets below `iscsi/IQN/tpgt_1` with `lun/lun_0`, `np/ADDRESS:PORT` and
/// `acls/INITIATOR`. Source: Documentation/target of the Linux kernel, and the tree itself.
struct LIOTree: Sendable {
    /// The only portal group of a target, and the only logical unit in it.
    static let group = 1
    static let unit = 0
    /// The number of the backstore directory; it says nothing, but ours has to be told from those of other tools.
    private static let hba = "core/iblock_1018"

    /// The names of one export.
    struct Name: Sendable, Hashable {
        /// The backstore's name, which is the volume's.
        let device: String
        let iqn: String

        init(_ export: ExportRequest, prefix: String) throws {
            device = "volume-\(try export.volume.backendID.nameOnBackend())"
            iqn = "\(prefix)\(device)"
        }

        init(device: String, prefix: String) {
            self.device = device
            iqn = "\(prefix)\(device)"
        }

        var backstore: String { "\(hba)/\(device)" }
        var target: String { "iscsi/\(iqn)" }
        var group: String { "\(target)/tpgt_\(LIOTree.group)" }
        var unit: String { "\(group)/lun/lun_\(LIOTree.unit)" }
        func access(_ initiator: String) -> String { "\(group)/acls/\(initiator)" }
    }

    let configuration: LIOConfiguration
    let configFS: ConfigFS

    init(_ configuration: LIOConfiguration) {
        self.configuration = configuration
        configFS = ConfigFS(root: configuration.root)
    }

    /// Checks that the kernel has the target, and makes it load the iSCSI part.
    func open() throws {
        guard configFS.exists("core") else {
            throw DriverError(
                .unavailable,
                .transient,
                "The kernel's target is not there: \(configuration.root)/core is missing.",
                correction: "Load it with `modprobe target_core_mod` and mount configfs at /sys/kernel/config."
            )
        }
        try configFS.make("iscsi")
        try configFS.make(Self.hba)
    }

    func hasTarget(_ name: Name) -> Bool { configFS.exists(name.unit) }

    /// Makes whatever is missing of an export, for nobody yet.
    func makeTarget(_ name: Name, path: String, serial: String, usesCHAP: Bool) throws {
        try makeBackstore(name, path: path, serial: serial)
        try configFS.make(name.target)
        try configFS.make(name.group)
        try configFS.set("\(name.group)/attrib/authentication", usesCHAP ? "1" : "0")
        // Only who has an entry of its own gets in.
        try configFS.set("\(name.group)/attrib/generate_node_acls", "0")
        try configFS.make(name.unit)
        try configFS.link("\(name.unit)/\(name.device)", to: name.backstore)
        for portal in configuration.portals {
            try configFS.make("\(name.group)/np/\(portal)")
            let listener = "\(name.group)/np/\(portal)/iser"
            // The kernel takes each request for one more listener.
            if configuration.usesRDMA, try configFS.value(listener) != "1" { try configFS.set(listener, "1") }
        }
        try enable(name, true)
    }

    /// Opens or closes the target; older kernels refuse what is so already (Linux before 5.16, `iscsi_target_tpg.c`).
    private func enable(_ name: Name, _ isOpen: Bool) throws {
        let (path, value) = ("\(name.group)/enable", isOpen ? "1" : "0")
        guard try configFS.value(path) != value else { return }
        try configFS.set(path, value)
    }

    private func makeBackstore(_ name: Name, path: String, serial: String) throws {
        try configFS.make(name.backstore)
        guard try configFS.value("\(name.backstore)/enable") != "1" else { return }
        try configFS.set("\(name.backstore)/control", "udev_path=\(path)")
        try configFS.set("\(name.backstore)/udev_path", path)
        // By this an initiator's host can tell which volume it sees.
        try configFS.set("\(name.backstore)/wwn/vpd_unit_serial", serial)
        do throws(SystemCallError) {
            try configFS.set("\(name.backstore)/enable", "1")
        } catch {
            // A backstore without a device would keep the next try from naming another.
            try configFS.remove(name.backstore)
            guard error.number == EBUSY else { throw error }
            // Permanent: who holds it may do so for long, and other volumes must not wait for that.
            throw DriverError(
                .busy,
                .permanent,
                "Volume \(serial) cannot be exported: its device \(path) is in use on this host.",
                correction: "Find out who has it (findmnt, lsblk, dmsetup ls --tree) and let it go; then attach it again."
            )
        }
        do throws(SystemCallError) {
            try configFS.set("\(name.backstore)/attrib/emulate_tpu", "1")
        } catch {
            // The device cannot give space back; everything else works.
        }
    }

    /// Takes an export away with its sessions, whatever there is of it.
    func removeTarget(_ name: Name) throws {
        if configFS.exists(name.group) {
            // No new login while the rest goes.
            try enable(name, false)
            for initiator in try initiators(of: name) { try refuse(initiator, name) }
            for portal in try configFS.names("\(name.group)/np") { try configFS.remove("\(name.group)/np/\(portal)") }
            try configFS.unlink("\(name.unit)/\(name.device)")
            try configFS.remove(name.unit)
            try configFS.remove(name.group)
        }
        try configFS.remove(name.target)
        try configFS.remove(name.backstore)
    }

    /// The initiators that may log in.
    func initiators(of name: Name) throws -> [String] { try configFS.names("\(name.group)/acls") }

    /// Lets an initiator in.
    func allow(_ initiator: String, _ name: Name, chap: CHAPCredentials?) throws {
        let access = name.access(initiator)
        try configFS.make(access)
        if let chap {
            try configFS.set("\(access)/auth/userid", chap.user)
            try configFS.set("\(access)/auth/password", chap.password.reveal())
        }
        try configFS.make("\(access)/lun_\(Self.unit)")
        try configFS.link("\(access)/lun_\(Self.unit)/\(name.device)", to: name.unit)
    }

    /// Shuts an initiator out; the kernel ends its sessions with its entry.
    func refuse(_ initiator: String, _ name: Name) throws {
        let access = name.access(initiator)
        guard configFS.exists(access) else { return }
        try configFS.unlink("\(access)/lun_\(Self.unit)/\(name.device)")
        try configFS.remove("\(access)/lun_\(Self.unit)")
        try configFS.remove(access)
    }

    /// Everything of this backend that the kernel has: targets and backstores whose device lies where ours do.
    func present() throws -> [Name] {
        try configFS.names(Self.hba).filter { device in
            guard device.hasPrefix("volume-") else { return false }
            return try configFS.value("\(Self.hba)/\(device)/udev_path")?.hasPrefix(configuration.devices) ?? false
        }.map { Name(device: $0, prefix: configuration.targetPrefix) }
    }
}
