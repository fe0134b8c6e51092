internal import ScoriaModel
internal import ScoriaSystem

/// The kernel's iSCSI initiator: logs in and out by open-iscsi, and finds sessions and disks in sysfs.
struct ISCSIInitiator: Sendable {
    let system: HostSystem

    /// A session of the kernel's.
    private struct Session {
        /// Such as `/sys/class/iscsi_session/session1/device`, below which its disks are.
        let device: String
        /// The disks by their logical units.
        let disks: [(lun: Int, name: String)]
    }

    /// Logs in by every way, and waits for the disks; at least one must come.
    ///
    /// What did not work on other ways goes to `warn`.
    func connect(_ ways: [ISCSIWay], _ login: CHAPLogin?, warn: (String) -> Void) async throws -> [Disk] {
        var failures: [AttachError] = []
        var open: [ISCSIWay] = []
        for way in ways {
            do {
                try await logIn(way, login)
                open.append(way)
            } catch let error as AttachError {
                failures.append(error)
            }
        }
        guard !open.isEmpty else {
            throw AttachError(
                failures.map(\.message).joined(separator: " "),
                correction: "Can this host reach the portal, and does iscsid run?"
            )
        }
        let expected = open
        _ = try await system.wait { expected.allSatisfy { disk(of: $0) != nil } ? true : nil }
        let disks = expected.compactMap(disk)
        guard !disks.isEmpty else {
            throw AttachError(
                "The login at \(expected[0].portal) worked, but no disk came at logical unit \(expected[0].lun) of \(expected[0].iqn).",
                correction: "Look into the kernel's log of this host, and of the one with the target."
            )
        }
        for way in expected where disk(of: way) == nil { warn("No disk came by \(way.portal), though the login there worked.") }
        for failure in failures { warn(failure.message) }
        return disks
    }

    /// The disks that are there already.
    func disks(_ ways: [ISCSIWay]) -> [Disk] { ways.compactMap(disk) }

    /// Takes the disks away, ends sessions that nothing else uses, and removes the records.
    func disconnect(_ ways: [ISCSIWay]) async throws {
        for way in ways {
            let action = "Logging out from \(way.portal)"
            if let present = session(of: way) {
                for disk in present.disks where disk.lun == way.lun {
                    // One that goes by itself meanwhile is gone as well.
                    try? system.set("/sys/block/\(disk.name)/device/delete", "1")
                }
                // Targets with one volume each have nothing else; others are another volume's, too.
                if present.disks.contains(where: { $0.lun != way.lun }) { continue }
                try await NodeRecord(way: way, system: system).logOut(doing: action)
                guard try await system.wait(for: { session(of: way) == nil ? true : nil }) != nil else {
                    throw AttachError("\(action) failed: the session does not end.", correction: "Repeat the command.")
                }
            }
            try await NodeRecord(way: way, system: system).remove(doing: action)
        }
    }

    // MARK: Parts

    private func logIn(_ way: ISCSIWay, _ login: CHAPLogin?) async throws {
        let (action, record) = ("Logging in at \(way.portal)", NodeRecord(way: way, system: system))
        if session(of: way) != nil {
            // A unit that came after the login shows up when it is looked for.
            if disk(of: way) == nil { try await record.rescan(doing: action) }
            return
        }
        do {
            try await record.make(login, doing: action)
            try await record.logIn(doing: action)
        } catch {
            // The failure of the login is the one to tell.
            try? await record.remove(doing: action)
            throw error
        }
    }

    private func disk(of way: ISCSIWay) -> Disk? {
        guard let found = session(of: way)?.disks.first(where: { $0.lun == way.lun }), system.exists("/dev/\(found.name)") else {
            return nil
        }
        return Disk(name: found.name, way: "\(way.iqn) unit \(way.lun) at \(way.portal)")
    }

    private func session(of way: ISCSIWay) -> Session? {
        let sessions = "/sys/class/iscsi_session"
        for name in system.names(sessions) where system.text("\(sessions)/\(name)/targetname") == way.iqn {
            let device = "\(sessions)/\(name)/device"
            let isThere = system.names(device).filter { $0.hasPrefix("connection") }.contains { connection in
                let attributes = "\(device)/\(connection)/iscsi_connection/\(connection)"
                return system.text("\(attributes)/persistent_address") == way.address
                    && system.text("\(attributes)/persistent_port") == "\(way.port)"
            }
            if isThere { return Session(device: device, disks: disks(below: device)) }
        }
        return nil
    }

    /// The disks of a session: `targetH:C:T/H:C:T:L/block/NAME`.
    private func disks(below device: String) -> [(lun: Int, name: String)] {
        system.names(device).filter { $0.hasPrefix("target") }.flatMap { target in
            system.names("\(device)/\(target)").flatMap { unit -> [(lun: Int, name: String)] in
                let numbers = unit.split(separator: ":")
                guard numbers.count == 4, let lun = Int(numbers[3]) else { return [] }
                return system.names("\(device)/\(target)/\(unit)/block").map { (lun, $0) }
            }
        }
    }
}
