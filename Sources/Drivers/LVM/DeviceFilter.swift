import ScoriaSystem
import Synchronization

/// Keeps LVM off the disks that lead to volumes, whatever else the operator lets it look at.
///
/// LVM has two lists of patterns, `devices/filter` and `devices/global_filter`, and looks at what passes both (lvm.conf(5)). On a command's
/// line a list takes the place of the operator's, so ours goes into one that the operator has not set.
final class DeviceFilter: Sendable {
    private enum Key: String {
        case filter
        case globalFilter = "global_filter"
    }

    /// What a command is told.
    struct Setting {
        /// Goes into the section `devices` of its configuration, such as ` filter=["r|^/dev/sdb([0-9]+)?$|"]`; empty when there is nothing
        /// to keep off.
        let text: String
        /// The disks that it does not look at.
        let disks: [String]
    }

    private let volumes: AttachedVolumes
    private let work: BlockingWork
    /// Found out when it is needed for the first time; `.some(nil)` when the operator has set both lists, which then have to do.
    private let free = Mutex<Key??>(nil)

    init(_ volumes: AttachedVolumes, work: BlockingWork) {
        (self.volumes, self.work) = (volumes, work)
    }

    /// What keeps LVM off disks; `configuration` runs `lvmconfig` with these arguments.
    func setting(configuration: (_ arguments: [String]) async throws -> String) async throws -> Setting {
        let volumes = volumes
        let disks = try await work.run { volumes.disks() }
        guard !disks.isEmpty, let key = try await key(configuration) else { return Setting(text: "", disks: []) }
        let patterns = disks.map { disk in
            // Partitions of `sdb` are `sdb1`, and those of `nvme0n1` are `nvme0n1p1`.
            #""r|^/dev/\#(disk)(\#(disk.last?.isNumber == true ? "p" : "")[0-9]+)?$|""#
        }
        return Setting(text: " \(key.rawValue)=[\(patterns.joined(separator: ","))]", disks: disks)
    }

    private func key(_ configuration: (_ arguments: [String]) async throws -> String) async throws -> Key? {
        if let known = free.withLock({ $0 }) { return known }
        // Of a list that is not set, this is the default, which lets everything pass.
        let answer = try await configuration(["--typeconfig", "full", "devices/filter", "devices/global_filter"])
        let unset = answer.split(separator: "\n").filter { $0.contains("[\"a|.*|\"]") }
        let key = [Key.filter, .globalFilter].first { key in unset.contains { $0.hasPrefix("\(key.rawValue)=") } }
        free.withLock { $0 = .some(key) }
        return key
    }
}
