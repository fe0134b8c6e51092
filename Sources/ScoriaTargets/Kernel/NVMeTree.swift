internal import ScoriaDriver
internal import ScoriaModel
internal import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// The shape of an export in nvmet's configfs tree, and how to make and take away its parts.
///
/// `subsystems/NQN/namespaces/1` is the volume, `hosts/HOSTNQN` an initiator, `subsystems/NQN/allowed_hosts` the access list, and a link in
/// `ports/N/subsystems` makes a subsystem reachable at an address. Source: Documentation of nvmet in the Linux kernel, and the tree itself.
struct NVMeTree: Sendable {
    /// The only namespace of a subsystem.
    static let namespace = 1

    let configuration: NVMeTargetConfiguration
    let configFS: ConfigFS

    init(_ configuration: NVMeTargetConfiguration) {
        self.configuration = configuration
        configFS = ConfigFS(root: configuration.root)
    }

    /// Checks that the kernel has the target, and makes the ports of the backend's addresses.
    func open() throws -> [String] {
        guard configFS.exists("subsystems") else {
            throw DriverError(
                .unavailable,
                .transient,
                "The kernel's NVMe target is not there: \(configuration.root)/subsystems is missing.",
                correction: "Load it with `modprobe nvmet nvmet_tcp` and mount configfs at /sys/kernel/config."
            )
        }
        // Backends come up at the same time, and two of them must neither take one number nor make two ports of one address.
        let ports = try OpenFile.directory("\(configFS.root)/ports")
        try ports.withDescriptor { descriptor throws(SystemCallError) in
            guard flock(descriptor, LOCK_EX) == 0 else { throw .last("flock", "ports") }
        }
        defer { withExtendedLifetime(ports) {} }
        return try configuration.addresses.map(port)
    }

    /// The port of an address: one that is there, else a new one under the first free number.
    private func port(at address: String) throws -> String {
        let present = try configFS.names("ports")
        let (service, family) = ("\(configuration.port)", address.contains(":") ? "ipv6" : "ipv4")
        for port in present {
            let path = "ports/\(port)"
            if try configFS.value("\(path)/addr_traddr") == address, try configFS.value("\(path)/addr_trsvcid") == service,
                try configFS.value("\(path)/addr_trtype") == "tcp"
            {
                return path
            }
        }
        let number = (1...65_535).first { !present.contains(String($0)) } ?? 1
        let path = "ports/\(number)"
        try configFS.make(path)
        try configFS.set("\(path)/addr_trtype", "tcp")
        try configFS.set("\(path)/addr_adrfam", family)
        try configFS.set("\(path)/addr_traddr", address)
        try configFS.set("\(path)/addr_trsvcid", service)
        return path
    }

    func hasSubsystem(_ nqn: String) -> Bool { configFS.exists("subsystems/\(nqn)/namespaces/\(Self.namespace)") }

    /// Makes whatever is missing of an export, which nobody reaches before it is plugged in.
    func makeSubsystem(_ nqn: String, path: String, uuid: String) throws {
        let subsystem = "subsystems/\(nqn)"
        let namespace = "\(subsystem)/namespaces/\(Self.namespace)"
        try configFS.make(subsystem)
        try configFS.set("\(subsystem)/attr_allow_any_host", "0")
        try configFS.make(namespace)
        if try configFS.value("\(namespace)/enable") != "1" {
            try configFS.set("\(namespace)/device_path", path)
            // By this an initiator's host can tell which volume it sees.
            try configFS.set("\(namespace)/device_uuid", uuid)
            try configFS.set("\(namespace)/enable", "1")
        }
    }

    /// Makes a subsystem reachable, and says by which ports that failed; an error when it is reachable by none.
    ///
    /// An address that is missing today must not keep initiators from the others.
    func plug(_ nqn: String, into ports: [String]) throws -> [SystemCallError] {
        var failures: [SystemCallError] = []
        for port in ports {
            do throws(SystemCallError) {
                try configFS.link("\(port)/subsystems/\(nqn)", to: "subsystems/\(nqn)")
            } catch {
                failures.append(error)
            }
        }
        if let first = failures.first, failures.count == ports.count { throw first }
        return failures
    }

    /// Takes an export away with its connections, whatever there is of it.
    func removeSubsystem(_ nqn: String) throws {
        let subsystem = "subsystems/\(nqn)"
        try unplug(nqn)
        for host in try hosts(of: nqn) { try refuse(host, nqn) }
        let namespace = "\(subsystem)/namespaces/\(Self.namespace)"
        if configFS.exists(namespace) {
            try configFS.set("\(namespace)/enable", "0")
            try configFS.remove(namespace)
        }
        try configFS.remove(subsystem)
    }

    /// Ends all connections to a subsystem and keeps new ones out until it is made again.
    func unplug(_ nqn: String) throws {
        for port in try configFS.names("ports") { try configFS.unlink("ports/\(port)/subsystems/\(nqn)") }
    }

    /// Tells the kernel, and through it the initiators, that the device has grown.
    func readSizeAnew(_ nqn: String) throws {
        try configFS.set("subsystems/\(nqn)/namespaces/\(Self.namespace)/revalidate_size", "1")
    }

    func hosts(of nqn: String) throws -> [String] { try configFS.names("subsystems/\(nqn)/allowed_hosts") }

    func allow(_ host: String, _ nqn: String) throws {
        var triesLeft = 100
        while true {
            try configFS.make("hosts/\(host)")
            do throws(SystemCallError) {
                return try configFS.link("subsystems/\(nqn)/allowed_hosts/\(host)", to: "hosts/\(host)")
            } catch {
                // Shut out of another volume at the same moment, the host has lost its entry in between.
                guard error.number == ENOENT, triesLeft > 0, hasSubsystem(nqn) else { throw error }
                triesLeft -= 1
            }
        }
    }

    func refuse(_ host: String, _ nqn: String) throws {
        try configFS.unlink("subsystems/\(nqn)/allowed_hosts/\(host)")
        do throws(SystemCallError) {
            try configFS.remove("hosts/\(host)")
        } catch {
            // Other volumes are open to the same host.
            guard error.number == EBUSY else { throw error }
        }
    }

    /// The subsystems of this backend that the kernel has: those whose device is the volume that they are named after.
    ///
    /// A name of this form is anybody's, and so may be another logical volume of the same group.
    func present() throws -> [String] {
        try configFS.names("subsystems").filter { nqn in
            guard nqn.hasPrefix(configuration.subsystemPrefix) else { return false }
            let device = "\(configuration.devices)volume-\(nqn.dropFirst(configuration.subsystemPrefix.count))"
            return try configFS.value("subsystems/\(nqn)/namespaces/\(Self.namespace)/device_path") == device
        }
    }
}
