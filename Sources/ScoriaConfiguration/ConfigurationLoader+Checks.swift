extension ConfigurationLoader {
    /// The names of the backends to run, without those that cannot be.
    mutating func backendNames(_ enabled: [String], in file: INIFile?) -> [String] {
        guard !enabled.isEmpty else { return [Self.builtInBackend] }
        let origin = origin(MainOptions.defaultSection, "enabled_backends")
        var names: [String] = []
        for name in enabled {
            if let problem = complaint(about: name, earlier: names, in: file) {
                fail(at: origin, MainOptions.defaultSection, "enabled_backends", problem.what, problem.correction)
            } else {
                names.append(name)
            }
        }
        return names
    }

    private func complaint(about name: String, earlier: [String], in file: INIFile?) -> (what: String, correction: String)? {
        if case .wrong(let what, let correction) = OptionKind.nodeName.read(name) { return (what, correction) }
        if name.contains("/") || name == "." || name == ".." {
            return ("'\(name)' cannot name a directory under pools/.", "Write letters, digits, hyphens and underscores.")
        }
        if MainOptions.sections.contains(where: { $0.name == name }) || name == BackendOptions.sharedSection {
            return ("[\(name)] is not the section of a backend.", "Give the backend another name.")
        }
        if earlier.contains(name) { return ("\(name) is named twice.", "Name every backend once.") }
        let hasSection = file?.heads.contains { $0.name == name } == true
        let prefix = ConfigurationSources.environmentVariable(section: name, option: "")
        let isSet =
            hasSection || sources.environment.keys.contains { $0.hasPrefix(prefix) } || sources.overrides.contains { $0.section == name }
        guard isSet || name == Self.builtInBackend else {
            let near = nearestName(to: name, among: file?.heads.map(\.name) ?? [])
            return ("There is no section [\(name)].", near.map { "Did you mean \($0)?" } ?? "Add the section with its options.")
        }
        return nil
    }

    /// Checks what only several options together can get wrong.
    mutating func checkWhole(_ configuration: ServiceConfiguration) {
        checkListening(configuration.api, at: origin(MainOptions.defaultSection, "osapi_volume_listen"))
        checkIdentity(configuration)
        checkNotifications(configuration.notifications)
        if configuration.serviceDownSeconds <= configuration.reportIntervalSeconds {
            fail(
                at: origin(MainOptions.defaultSection, "service_down_time", "report_interval"),
                MainOptions.defaultSection,
                "service_down_time",
                "Services would count as down between two heartbeats, which come every \(configuration.reportIntervalSeconds) s.",
                "Write more than report_interval, best several times as much."
            )
        }
        for (index, backend) in configuration.backends.enumerated() {
            let others = configuration.backends[..<index]
            checkTarget(backend, against: others)
            checkTransport(backend)
            switch backend.driver {
            case .file: checkPool(backend, against: others)
            case .lvm: checkVolumeGroup(backend, against: others)
            case .fake: checkFaults(backend)
            }
        }
    }

    mutating func checkListening(_ api: APIConfiguration, at origin: ConfigurationProblem.Origin) {
        guard api.authentication.believesEverybody, !api.allowsNoAuthOnAnyAddress, !Self.isLoopback(api.listenAddress) else { return }
        fail(
            at: origin,
            MainOptions.defaultSection,
            "osapi_volume_listen",
            "With auth_strategy \(api.authentication.rawValue), everybody who reaches \(api.listenAddress) would be administrator.",
            "Write 127.0.0.1, or allow_noauth_on_any_address = true if only trusted machines reach that address."
        )
    }

    static func isLoopback(_ host: String) -> Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopbackV4 = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return isLoopbackV4 || host == "::1" || host == "localhost"
    }

    /// Every backend has a target server of its own, so two cannot share a port.
    private mutating func checkTarget(_ backend: BackendConfiguration, against others: ArraySlice<BackendConfiguration>) {
        let sections = [backend.name, BackendOptions.sharedSection]
        if backend.targetAddress == "0.0.0.0" || backend.targetAddress == "::" {
            fail(
                at: origin(backend.name, "target_ip_address", in: sections),
                backend.name,
                "target_ip_address",
                "Initiators cannot connect to \(backend.targetAddress).",
                "Write the address at which they reach this machine."
            )
        }
        for other in others where backend.sharesPort(with: other) {
            fail(
                at: origin(backend.name, "target_port", in: sections),
                backend.name,
                "target_port",
                "The backend \(other.name) exports on \(other.targetAddress):\(other.targetPort) too.",
                "Give every backend a port of its own, or 0."
            )
        }
    }

    /// Two backends on one directory would delete each other's files.
    private mutating func checkPool(_ backend: BackendConfiguration, against others: ArraySlice<BackendConfiguration>) {
        let path = backend.filePoolPath + "/"
        for other in others
        where other.driver == .file && (path.hasPrefix(other.filePoolPath + "/") || (other.filePoolPath + "/").hasPrefix(path)) {
            fail(
                at: origin(backend.name, "file_pool_path", in: [backend.name, BackendOptions.sharedSection]),
                backend.name,
                "file_pool_path",
                "\(backend.filePoolPath) and the pool of \(other.name), \(other.filePoolPath), lie within each other.",
                "Give every backend a directory of its own."
            )
        }
    }

    /// Not every helper speaks every protocol, nor exports everything.
    private mutating func checkTransport(_ backend: BackendConfiguration) {
        let helper = backend.targetHelper
        let allowed: [BackendConfiguration.TargetProtocol] =
            switch helper {
            case .tgtadm: [.iscsi]
            case .lioadm: [.iscsi, .iser]
            case .nvmet: [.nvmeTCP]
            case .fake: [.iscsi, .iser, .nvmeTCP]
            }
        let sections = [backend.name, BackendOptions.sharedSection]
        if backend.driver != .fake, !allowed.contains(backend.targetProtocol) {
            fail(
                at: origin(backend.name, "target_protocol", "target_helper", in: sections),
                backend.name,
                "target_protocol",
                "The target helper \(helper.rawValue) does not speak \(backend.targetProtocol.rawValue).",
                "Write \(allowed.map(\.rawValue).joined(separator: " or ")), or another target_helper."
            )
        }
        if backend.driver == .file, ![.tgtadm, .fake].contains(helper) {
            fail(
                at: origin(backend.name, "target_helper", in: sections),
                backend.name,
                "target_helper",
                "The volumes of scoria.file are files, and \(helper.rawValue) exports block devices only.",
                "Write tgtadm, or use scoria.lvm."
            )
        }
    }

    /// Two backends in one volume group would delete each other's volumes.
    private mutating func checkVolumeGroup(_ backend: BackendConfiguration, against others: ArraySlice<BackendConfiguration>) {
        for other in others where other.driver == .lvm && other.volumeGroup == backend.volumeGroup {
            fail(
                at: origin(backend.name, "volume_group", in: [backend.name, BackendOptions.sharedSection]),
                backend.name,
                "volume_group",
                "The backend \(other.name) keeps its volumes in \(other.volumeGroup) too.",
                "Give every backend a volume group of its own."
            )
        }
    }

    /// The calls that a fake backend can fail.
    private static let fakeCalls: Set<String> = [
        "start", "statistics", "createVolume", "deleteVolume", "createExport", "ensureExports", "removeExport", "initializeConnection",
        "terminateConnection", "createSnapshot", "deleteSnapshot", "createVolumeFromSnapshot", "cloneVolume", "extendVolume",
        "revertVolume",
    ]

    private mutating func checkFaults(_ backend: BackendConfiguration) {
        for fault in backend.fakeFaults {
            let words = fault.split(separator: ":", omittingEmptySubsequences: false)
            let isClass = words.count == 3 && ["transient", "permanent", "ambiguous"].contains(words[1])
            if isClass, Self.fakeCalls.contains(String(words[0])), let percent = Int(words[2]), (0...100).contains(percent) { continue }
            fail(
                at: origin(backend.name, "fake_faults", in: [backend.name, BackendOptions.sharedSection]),
                backend.name,
                "fake_faults",
                "'\(fault)' is no fault.",
                "Write call:class:percent, such as createVolume:transient:10; the calls are \(Self.fakeCalls.sorted().joined(separator: ", "))."
            )
        }
    }

    /// Where the first of these options was written.
    func origin(_ section: String, _ options: String..., in sections: [String]? = nil) -> ConfigurationProblem.Origin {
        for option in options {
            for place in sections ?? [section] {
                if let found = written[Key(section: place, option: option)] { return found.origin }
            }
        }
        return .nowhere
    }
}

extension BackendConfiguration {
    /// Whether two target servers of their own would want one port.
    fileprivate func sharesPort(with other: BackendConfiguration) -> Bool {
        guard targetPort != 0, driver != .fake, other.driver != .fake, (targetHelper, other.targetHelper) == (.tgtadm, .tgtadm) else {
            return false
        }
        return (other.targetAddress, other.targetPort) == (targetAddress, targetPort)
    }
}
