import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// The disks of this host that lead to volumes.
///
/// A hypervisor beside the service, or `scoria attach`, makes a disk of a volume. What a user writes there is no business of this host's
/// LVM: a volume group of the service's own name on it would keep the service from its volumes.
struct AttachedVolumes: Sendable {
    /// What the names of the service's iSCSI targets begin with.
    let targetPrefix: String
    /// What goes before every path; empty but in tests.
    let root: String

    /// The names of disks, such as `sdb`, `nvme0n1` and `dm-3`, with what the kernel has made of them, such as a multipath map; sorted.
    ///
    /// Blocks while it reads the kernel's lists: on a host without such disks these are two that are empty or not there.
    func disks() -> [String] {
        var found = Set<String>()
        var open = iSCSIDisks() + nvmeDisks()
        while let disk = open.popLast() {
            if found.insert(disk).inserted { open += holders(of: disk) }
        }
        return found.sorted()
    }

    /// A target is a volume when it has a volume's name, or is one that this host itself exports.
    private func iSCSIDisks() -> [String] {
        let sessions = "/sys/class/iscsi_session"
        return names(sessions).filter { session in
            guard let target = text("\(sessions)/\(session)/targetname") else { return false }
            return target.hasPrefix("\(targetPrefix)volume-") || exists("/sys/kernel/config/target/iscsi/\(target)")
        }.flatMap { session in
            let device = "\(sessions)/\(session)/device"
            return names(device).filter { $0.hasPrefix("target") }.flatMap { target in
                names("\(device)/\(target)").flatMap { names("\(device)/\(target)/\($0)/block") }
            }
        }
    }

    /// The names of NVMe subsystems say nothing of what they are, so only those count that this host itself exports.
    private func nvmeDisks() -> [String] {
        let subsystems = "/sys/class/nvme-subsystem"
        return names(subsystems).filter { subsystem in
            guard let name = text("\(subsystems)/\(subsystem)/subsysnqn") else { return false }
            return exists("/sys/kernel/config/nvmet/subsystems/\(name)")
        }.flatMap { subsystem in
            let controllers = names("\(subsystems)/\(subsystem)").filter { $0.hasPrefix("nvme") }
            // Without multipath in the kernel, the namespaces are below their controller.
            return controllers + controllers.flatMap { names("\(subsystems)/\(subsystem)/\($0)") }
        }.filter { exists("/sys/class/block/\($0)") }
    }

    /// What is made of a disk or of its partitions.
    private func holders(of disk: String) -> [String] {
        let directory = "/sys/class/block/\(disk)"
        let partitions = names(directory).filter { $0.hasPrefix(disk) }
        return names("\(directory)/holders") + partitions.flatMap { names("\(directory)/\($0)/holders") }
    }

    private func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    private func names(_ path: String) -> [String] {
        // These directories come and go; one that cannot be read has nothing to show.
        (try? OpenFile.directory(root + path).names()) ?? []
    }

    private func text(_ path: String) -> String? {
        // An attribute of a session that is going cannot be read, and its disks are going, too.
        guard let text = try? SmallFile.text(at: root + path) else { return nil }
        return text.split(separator: "\n").first.map(String.init)
    }
}
