public import Logging
public import ScoriaDriver
public import ScoriaModel
public import ScoriaSystem

/// Exports files and block devices over iSCSI through tgtd, the userspace target server.
///
/// Every volume is a target of its own with the number of its export, one logical unit, one CHAP account, and the names of the initiators
/// that may log in. tgtd keeps nothing on disk; what must be there is kept here in memory, comes from the database at start
/// (``ensureExports(_:)``), and is put back when tgtd dies (``run()``). Only names grant access: tgtd lets in who matches a name *or* an address,
/// so an address beside a name would let any name in.
public actor TgtTargetHelper: TargetHelper {
    /// One export as it must be.
    struct Wanted: Sendable {
        var export: ExportRequest
        var path: String
        var initiators: Set<String>

        var number: Int32 { Int32(export.number) }
    }

    public nonisolated let storageProtocol: String
    let configuration: TgtConfiguration
    let transport = TgtTransport.iscsi
    let client: TgtManagementClient
    let server: TgtServer
    let logger: Logger

    /// What must be there, by number.
    var wanted: [Int: Wanted] = [:]
    /// The passwords that the present tgtd is known to have, by user; tgtd does not tell them.
    var installedPasswords: [String: Secret] = [:]
    /// The portal of the present tgtd, once it is open.
    var portal: String?
    /// Whether ``wanted`` holds what the database holds.
    var isEnsured = false
    /// Set when the server is meant to be down.
    var isShutDown = false
    private var busyNumbers: Set<Int> = []
    private var waiting: [Int: [CheckedContinuation<Void, Never>]] = [:]

    /// The key for ``exclusively(_:_:)`` that stands for the server itself; numbers of exports are positive.
    static let serverKey = 0

    /// A helper that runs tgtd as configured, as soon as it is started.
    public init(configuration: TgtConfiguration, runner: any ProcessRunning = ProcessRunner(), logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        storageProtocol = transport.storageProtocol
        client = TgtManagementClient(
            socketPath: configuration.socketPath,
            driver: transport.driver,
            deadlineSeconds: configuration.deadlineSeconds
        )
        server = TgtServer(configuration: configuration, client: client, runner: runner, logger: logger)
    }

    public nonisolated func validate(_ connector: Connector) throws {
        _ = try initiatorName(of: connector)
    }

    public func createExport(_ export: ExportRequest, path: String) async throws -> ProviderUpdate {
        try check(export, path: path)
        return try await explaining("exporting volume \(export.volume.id)") {
            let portal = try await openPortal()
            try await exclusively(export.number) {
                let before = wanted[export.number]
                let initiators = before?.export.volume.id == export.volume.id ? before?.initiators : nil
                wanted[export.number] = Wanted(export: export, path: path, initiators: initiators ?? [])
                do {
                    try await establish(export.number)
                } catch {
                    // What could not be made must not come back when tgtd is restarted.
                    if initiators == nil { wanted[export.number] = nil }
                    throw error
                }
            }
            return ProviderUpdate(providerLocation: "\(portal),\(export.number) \(targetName(export)) \(TgtListing.volumeUnit)")
        }
    }

    /// Makes tgtd hold exactly these exports and access lists.
    ///
    /// For the start of the service: an export that another call makes at the same time may be taken for a stray. A volume that cannot be exported, for
    /// good, is logged and left out, so that it does not keep the others from being.
    public func ensureExports(_ exports: [(export: EnsuredExport, path: String)]) async throws {
        wanted = [:]
        for (export, path) in exports {
            do {
                try check(export.request, path: path)
                let initiators = try Set(export.connectors.map(initiatorName))
                wanted[export.request.number] = Wanted(export: export.request, path: path, initiators: initiators)
            } catch {
                logLeftOut(export.request, error)
            }
        }
        try await explaining("bringing the exports in line") {
            let present = try await targets()
            try await convergeAll(present)
            try await removeStrays(present)
            isEnsured = true
            _ = try await openPortal()
        }
    }

    public func removeExport(_ export: ExportRequest) async throws {
        try await explaining("removing the export of volume \(export.volume.id)") {
            try await exclusively(export.number) {
                if try await present(export) != nil { try await removeTarget(Int32(export.number)) }
                let user = (wanted[export.number]?.export ?? export).chap?.user
                if isWanted(export) { wanted[export.number] = nil }
                if let user { try await removeAccount(user) }
            }
        }
    }

    public func refreshExport(_ export: ExportRequest, path: String) async throws {
        try check(export, path: path)
        try await explaining("refreshing the export of volume \(export.volume.id)") {
            try await exclusively(export.number) {
                var fresh = try await known(export)
                fresh.path = path
                wanted[export.number] = fresh
                try await onTarget(fresh) { try await replaceUnit(fresh) }
            }
        }
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        let name = try initiatorName(of: connector)
        return try await explaining("connecting \(name) to volume \(export.volume.id)") {
            let portal = try await openPortal()
            try await exclusively(export.number) {
                var opened = try await known(export)
                wanted[export.number] = opened
                try await onTarget(opened) { try await allow(name, to: opened.number) }
                opened.initiators.insert(name)
                wanted[export.number] = opened
            }
            return connectionInfo(export, portal: portal, isMultipath: connector.wantsMultipath)
        }
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        let name = try connector.map(initiatorName)
        try await explaining("disconnecting \(name ?? "all initiators") from volume \(export.volume.id)") {
            try await exclusively(export.number) {
                guard let open = try await present(export) else { return }
                try await accepting(.noTarget) {
                    for gone in name.map({ [$0] }) ?? open.initiators {
                        if isWanted(export) { wanted[export.number]?.initiators.remove(gone) }
                        try await refuse(gone, at: open.number)
                    }
                    try await closeConnections(to: open.number, of: name)
                }
            }
        }
    }

    /// The name of an export's target.
    nonisolated func targetName(_ export: ExportRequest) -> String {
        "\(configuration.targetPrefix)volume-\(export.volume.backendID)"
    }

    /// Runs `body` while no other body of the same key runs; in the order of the calls.
    func exclusively<Result>(_ key: Int, _ body: () async throws -> Result) async throws -> Result {
        if busyNumbers.contains(key) {
            await withCheckedContinuation { waiting[key, default: []].append($0) }
        } else {
            busyNumbers.insert(key)
        }
        defer { passOn(key) }
        return try await body()
    }

    private func passOn(_ key: Int) {
        if waiting[key]?.isEmpty == false {
            waiting[key]?.removeFirst().resume()
        } else {
            waiting[key] = nil
            busyNumbers.remove(key)
        }
    }

    private func connectionInfo(_ export: ExportRequest, portal: String, isMultipath: Bool) -> ConnectionInfo {
        let name = JSONValue.string(targetName(export))
        let unit = JSONValue.integer(Int64(TgtListing.volumeUnit))
        var data: [String: JSONValue] = [
            "target_discovered": false,
            "target_portal": .string(portal),
            "target_iqn": name,
            "target_lun": unit,
            "volume_id": .string(export.volume.id.rawValue),
            "encrypted": .bool(export.volume.isEncrypted),
        ]
        if let chap = export.chap {
            data["auth_method"] = "CHAP"
            data["auth_username"] = .string(chap.user)
            data["auth_password"] = .string(chap.password.reveal())
        }
        if isMultipath {
            data["target_portals"] = [.string(portal)]
            data["target_iqns"] = [name]
            data["target_luns"] = [unit]
        }
        return ConnectionInfo(driverVolumeType: transport.volumeType, data: data)
    }

    /// Refuses what would be misread in tgtd's `key=value,key=value` text.
    private func check(_ export: ExportRequest, path: String) throws {
        var problem: String?
        if !path.hasPrefix("/") || path.utf8.count > 1000 || path.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 < 0x20 }) {
            problem = "its path must be absolute, at most 1000 bytes long, and without commas and control characters: \(path)"
        } else if export.number < 1 || export.number > Int(Int32.max) {
            problem = "\(export.number) is no target number"
        } else if let user = export.chap?.user, user.isEmpty || user.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 <= 0x20 }) {
            problem = "its CHAP user name is empty or has a comma, a blank or a control character"
        } else if let password = export.chap?.password.reveal(), password.isEmpty || password.utf8.contains(0) {
            problem = "its CHAP password is empty or has a NUL"
        }
        guard let problem else { return }
        throw DriverError(.invalidConfiguration, .permanent, "Volume \(export.volume.id) cannot be exported by tgtd: \(problem).")
    }
}
