internal import ScoriaModel
internal import ScoriaSystem

/// The kernel's NVMe initiator: connects and disconnects by nvme-cli, and finds controllers and namespaces in sysfs.
struct NVMeInitiator: Sendable {
    let system: HostSystem

    /// Connects by every portal, and waits for the namespace; the kernel joins the portals to one device.
    func connect(_ subsystem: NVMeSubsystem, as host: HostIdentity, warn: (String) -> Void) async throws -> [Disk] {
        guard let name = host.hostNQN else {
            throw AttachError(
                "This host has no NVMe name: /etc/nvme/hostnqn is missing.",
                correction: "Run `nvme gen-hostnqn > /etc/nvme/hostnqn`, then detach and attach anew."
            )
        }
        var failures: [AttachError] = []
        let present = connected(subsystem)
        for portal in subsystem.portals where !present.contains(portal) {
            var arguments = [
                "connect", "-t", portal.transport, "-a", portal.address, "-s", "\(portal.port)", "-n", subsystem.nqn, "-q", name,
            ]
            if let id = host.hostID { arguments += ["-I", id] }
            do {
                try await system.run(
                    "nvme",
                    arguments,
                    doing: "Connecting to \(subsystem.nqn) at \(portal.address):\(portal.port)",
                    package: "nvme-cli"
                )
            } catch let error as AttachError {
                failures.append(error)
            }
        }
        guard failures.count < subsystem.portals.count || !present.isEmpty else {
            throw AttachError(
                failures.map(\.message).joined(separator: " "),
                correction: "Can this host reach the portal? Is nvme_tcp loaded?"
            )
        }
        for controller in controllers(of: subsystem) {
            // A connection that was there may know an older namespace; one that cannot look again will be found out by its identity.
            if !present.isEmpty { try? system.set("\(controller)/rescan_controller", "1") }
        }
        guard let disks = try await system.wait(for: { disks(subsystem).isEmpty ? nil : disks(subsystem) }) else {
            throw AttachError(
                "The connection to \(subsystem.nqn) is there, but no namespace came.",
                correction: "Look into the kernel's log of this host, and of the one with the target."
            )
        }
        for failure in failures { warn(failure.message) }
        return disks
    }

    /// The namespace's device, when it is there already.
    func disks(_ subsystem: NVMeSubsystem) -> [Disk] {
        system.names("/sys/block").filter { name in
            // `nvme0c1n1` is a hidden path of `nvme0n1`; `device` leads to the controller, or to the subsystem of several.
            guard name.hasPrefix("nvme"), !name.contains("c"), system.exists("/dev/\(name)"),
                system.text("/sys/block/\(name)/device/subsysnqn") == subsystem.nqn
            else { return false }
            guard let number = subsystem.namespaceID, let present = system.text("/sys/block/\(name)/nsid") else { return true }
            return Int(present) == number
        }.map { Disk(name: $0, way: subsystem.nqn) }
    }

    /// Ends the connections to the subsystem, which is one volume's alone.
    func disconnect(_ subsystem: NVMeSubsystem) async throws {
        guard !controllers(of: subsystem).isEmpty else { return }
        let action = "Disconnecting from \(subsystem.nqn)"
        try await system.run("nvme", ["disconnect", "-n", subsystem.nqn], doing: action, package: "nvme-cli")
        guard try await system.wait(for: { controllers(of: subsystem).isEmpty ? true : nil }) != nil else {
            throw AttachError("\(action) failed: the connection does not end.", correction: "Repeat the command.")
        }
    }

    // MARK: Parts

    private func controllers(of subsystem: NVMeSubsystem) -> [String] {
        system.names("/sys/class/nvme").map { "/sys/class/nvme/\($0)" }.filter { system.text("\($0)/subsysnqn") == subsystem.nqn }
    }

    /// The portals by which there is a connection.
    private func connected(_ subsystem: NVMeSubsystem) -> [NVMeSubsystem.Portal] {
        controllers(of: subsystem).compactMap { controller in
            // `traddr=192.0.2.1,trsvcid=4420,…`
            var fields: [Substring: Substring] = [:]
            for field in (system.text("\(controller)/address") ?? "").split(separator: ",") {
                guard let equals = field.firstIndex(of: "=") else { continue }
                fields[field[..<equals]] = field[field.index(after: equals)...]
            }
            guard let address = fields["traddr"], let port = fields["trsvcid"].flatMap({ Int($0) }) else { return nil }
            return NVMeSubsystem.Portal(address: String(address), port: port, transport: system.text("\(controller)/transport") ?? "tcp")
        }
    }
}
