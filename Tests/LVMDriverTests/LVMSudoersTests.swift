import Foundation
import LVMDriver
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Testing

/// The lines of `etc/scoria-lvm.sudoers` against what the driver runs: a service that is not root may run all of it, and little else.
@Suite struct LVMSudoersTests {
    private struct Rule {
        let program: String
        let arguments: NSRegularExpression

        func allows(_ line: String) -> Bool {
            guard line.hasPrefix(program + " ") else { return false }
            let rest = String(line.dropFirst(program.count + 1))
            return arguments.firstMatch(in: rest, range: NSRange(rest.startIndex..., in: rest)) != nil
        }
    }

    private let rules: [Rule]

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("etc/scoria-lvm.sudoers")
        rules = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("    /usr/sbin/"), let start = line.firstIndex(of: "^"), let end = line.lastIndex(of: "$") else {
                return nil
            }
            let program = line.dropFirst("    /usr/sbin/".count).prefix { $0 != " " }
            let pattern = line[start...end].replacingOccurrences(of: "cinder-volumes", with: "vg")
            return Rule(program: String(program), arguments: try NSRegularExpression(pattern: pattern))
        }
    }

    private func refused(_ lines: [String]) -> [String] { lines.filter { line in !rules.contains { $0.allows(line) } } }

    @Test(arguments: [LVMConfiguration.Provisioning.thin, .thick], [[], ["sdb", "nvme0n1"]])
    func everythingThatTheDriverRunsIsAllowed(_ provisioning: LVMConfiguration.Provisioning, _ attached: [String]) async throws {
        let (lvm, host) = (try DirectoryLVM(), try AttachedDisks())
        for disk in attached { try host.attach("iqn.2010-10.org.openstack:volume-x", as: disk, heldBy: "dm-3") }
        let driver = try await lvm.driver(provisioning, hostRoot: host.root)
        let (volume, copy, fromSnapshot) = (Volume.small(), Volume.small(), Volume.small())
        let now = WallClock.system.now()
        let snapshot = Snapshot(
            id: IDSource.system.id(),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: GibiByteCount(0),
            createdAt: now
        )
        _ = try lvm.put("vg/volume-\(volume.id)", isThin: provisioning == .thin)
        _ = try await driver.createVolume(.small())
        _ = try await driver.createSnapshot(snapshot, of: volume)
        _ = try await driver.createVolume(fromSnapshot, from: snapshot, progress: { _, _ in })
        _ = try await driver.cloneVolume(copy, from: volume, progress: { _, _ in })
        try await driver.extendVolume(copy, to: GibiByteCount(1), export: nil)
        _ = try await driver.statistics()
        try await driver.deleteSnapshot(snapshot, of: volume)
        try await driver.unmanage(copy)
        let location = "ScoriaLVMDriver:uuid-of-vg:vg:\(provisioning == .thin ? "default" : "thin"):0"
        let destination = MigrationDestination(
            address: PoolAddress(rawValue: "host@to#to"),
            capabilities: ["location_info": .string(location)]
        )
        _ = try await driver.migrateVolume(volume, to: destination)
        try await driver.deleteVolume(volume)
        #expect(Set(lvm.commandLines.map { $0.prefix { $0 != " " } }).count >= 7)
        #expect(refused(lvm.commandLines).isEmpty)
    }

    @Test(arguments: [
        "lvremove --config devices{scan_lvs=0} global{notify_dbus=0} -f -y other/x",
        "lvremove --config devices{scan_lvs=0} global{notify_dbus=0} -f -y vg/x other/y",
        "lvs --config log{file=\"/etc/x\"} vg",
        "lvs --config devices{scan_lvs=0} global{notify_dbus=0} --select lv_name=\"x\" --config log{file=\"/etc/x\"} -o lv_name --reportformat json --units b --nosuffix vg",
        "lvcreate --config devices{scan_lvs=0} global{notify_dbus=0} -y -n x -Wy -L 1b vg /dev/sda",
        "lvrename --config devices{scan_lvs=0} global{notify_dbus=0} vg/x --config",
        "lvremove --config devices{scan_lvs=0 filter=[\"a|^/dev/sdb$|\"]} global{notify_dbus=0} -f -y vg/x",
        "lvremove --config devices{scan_lvs=0 filter=[\"r|^/dev/sdb([0-9]+)?$|\"]}log{file=\"/etc/x\"} global{notify_dbus=0} -f -y vg/x",
    ])
    func whatItNeverRunsIsRefused(_ line: String) {
        #expect(refused([line]) == [line])
    }
}

extension Volume {
    /// A volume whose logical volume is as small as those of ``DirectoryLVM``.
    fileprivate static func small() -> Volume {
        Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(0),
            createdAt: WallClock.system.now()
        )
    }
}
