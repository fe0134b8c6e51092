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
            checkTarget(backend, against: configuration.backends[..<index])
            checkPool(backend, against: configuration.backends[..<index])
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
        for other in others
        where backend.targetPort != 0 && (other.targetAddress, other.targetPort) == (backend.targetAddress, backend.targetPort) {
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
        for other in others where path.hasPrefix(other.filePoolPath + "/") || (other.filePoolPath + "/").hasPrefix(path) {
            fail(
                at: origin(backend.name, "file_pool_path", in: [backend.name, BackendOptions.sharedSection]),
                backend.name,
                "file_pool_path",
                "\(backend.filePoolPath) and the pool of \(other.name), \(other.filePoolPath), lie within each other.",
                "Give every backend a directory of its own."
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
