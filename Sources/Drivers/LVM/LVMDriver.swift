public import Logging
public import ScoriaDriver
public import ScoriaModel
public import ScoriaSystem
import ScoriaTransfer
import Synchronization

/// Volumes and snapshots as logical volumes of one volume group.
///
/// A logical volume is named after our id, as the field names it, and nothing else. LVM changes its metadata at once or not at all, so one
/// command is one step; what is more than one command carries the tag ``LogicalVolume/partialTag`` until it is whole, and a repeated call
/// starts it over. Thick and thin volumes may lie side by side: what is done with one follows from how it is made, not from the
/// configuration, which only says how new ones are. The calls that make a volume reachable go to a target helper with the device's path.
/// Source of names and defaults: the options of the section `lvm` in `config.tsv`.
public final class LVMDriver: VolumeDriver {
    let configuration: LVMConfiguration
    let commands: LVMCommands
    let devices: BlockDevices
    let target: any TargetHelper
    let locks = ObjectLocks()
    let logger: Logger
    /// What the start found out of the group.
    private let session = Mutex<Session?>(nil)
    /// The objects whose deletion has begun to overwrite bytes.
    private let touched = Mutex<Set<LogicalVolumeName>>([])

    /// What is known of the group since the start.
    struct Session: Sendable {
        var makesThin: Bool
        var uuid: String
    }

    /// A driver for one volume group.
    ///
    /// The target helper must serve this backend alone, or tell its exports from those of others. Nothing is touched before ``start()``.
    public init(
        _ configuration: LVMConfiguration,
        target: any TargetHelper,
        work: BlockingWork,
        runner: any ProcessRunning = ProcessRunner(),
        logger: Logger
    ) {
        self.configuration = configuration
        self.target = target
        self.logger = logger
        let attached = AttachedVolumes(targetPrefix: configuration.targetPrefix, root: configuration.hostRoot)
        commands = LVMCommands(configuration: configuration, runner: runner, filter: DeviceFilter(attached, work: work), logger: logger)
        devices = BlockDevices(work: work)
    }

    /// Checks the group, makes the thin pool when thin volumes are wanted and there is none, and brings every logical volume up.
    public func start() async throws {
        let action = "Opening volume group \(configuration.volumeGroup)"
        try checkNames()
        let report = try await commands.group(doing: action)
        let pool = report.volumes.first { $0.name == configuration.thinPool }
        if let pool, pool.kind != .thinPool {
            throw DriverError(
                .invalidConfiguration,
                .transient,
                "\(action) failed: the logical volume \(pool.name) is not a thin pool.",
                correction:
                    "Rename it, or set lvm_type = default. If it is what a power cut left of the pool's making, remove it: lvremove \(commands.path(pool.name))"
            )
        }
        if let pool, !pool.zeroesNewBlocks {
            throw DriverError(
                .invalidConfiguration,
                .transient,
                "\(action) failed: the thin pool \(pool.name) does not zero new blocks, so that volumes would show what others have deleted.",
                correction: "Run: lvchange --zero y \(commands.path(pool.name))"
            )
        }
        let makesThin =
            switch configuration.provisioning {
            case .thick: false
            case .thin: true
            case .automatic: pool != nil || report.volumes.isEmpty
            }
        if makesThin, pool == nil { try await makeThinPool(action) }
        try await bringAllUp(makesThin: makesThin, doing: action)
        session.withLock { $0 = Session(makesThin: makesThin, uuid: report.uuid) }
        try await target.start()
        logger.info("volume group is open", metadata: ["volume_group": "\(configuration.volumeGroup)", "thin": "\(makesThin)"])
    }

    public func stop() async {
        await target.stop()
    }

    public func createVolume(_ volume: Volume) async throws -> ProviderUpdate {
        let name = try LogicalVolumeName(volume)
        let action = "Creating volume \(volume.id) in volume group \(configuration.volumeGroup)"
        let makesThin = try opened(action).makesThin
        try await locks.withLock(name.text) {
            do {
                try await make(name, size: volume.size.bytes, thin: makesThin, doing: action)
            } catch let error as DriverError {
                // Most often there is none: looking first would cost every create a command.
                guard let present = try await commands.volume(name.text, doing: action), !present.isPartial else { throw error }
                try await bringUp(present, doing: action)
                try await grow(present, to: volume.size.bytes, doing: action)
            }
            FaultPoint.reach("lvm.create.after-make")
        }
        return ProviderUpdate()
    }

    public func deleteVolume(_ volume: Volume) async throws {
        let name = try LogicalVolumeName(volume)
        try await delete(name, doing: "Deleting volume \(volume.id) in volume group \(configuration.volumeGroup)")
    }
}

// MARK: - Exports

extension LVMDriver {
    public func validate(_ connector: Connector) throws {
        try target.validate(connector)
    }

    public func createExport(_ export: ExportRequest) async throws -> ProviderUpdate {
        try await target.createExport(export, path: try await devicePath(of: export.volume))
    }

    /// Exports whose logical volume is missing are left out and told of in the log, so that one lost volume does not keep the others from
    /// their users.
    public func ensureExports(_ exports: [EnsuredExport]) async throws {
        let action = "Finding the exported volumes of volume group \(configuration.volumeGroup)"
        let present = exports.isEmpty ? [] : Set(try await commands.group(doing: action).volumes.filter { !$0.isPartial }.map(\.name))
        var found: [(export: EnsuredExport, path: String)] = []
        for export in exports {
            let name = try LogicalVolumeName(export.request.volume)
            if present.contains(name.text) {
                found.append((export, device(name)))
            } else {
                logger.error("export left out: the logical volume is missing", metadata: ["volume_id": "\(export.request.volume.id)"])
            }
        }
        try await target.ensureExports(found)
    }

    public func removeExport(_ export: ExportRequest) async throws {
        try await target.removeExport(export)
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        _ = try await devicePath(of: export.volume)
        return try await target.initializeConnection(export, connector: connector)
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        try await target.terminateConnection(export, connector: connector)
    }

    /// The path of a volume's device, after a look that it is there; no command is needed for that, unless it has to be brought up.
    private func devicePath(of volume: Volume) async throws -> String {
        let name = try LogicalVolumeName(volume)
        let path = device(name)
        if try await devices.exists(path) { return path }
        let action = "Finding volume \(volume.id) in volume group \(configuration.volumeGroup)"
        guard let present = try await commands.volume(name.text, doing: action), !present.isPartial else { throw missing(action, name) }
        try await bringUp(present, doing: action)
        guard try await devices.exists(path) else {
            throw DriverError(
                .unavailable,
                .transient,
                "\(action) failed: the logical volume \(name) is there, but not its device \(path).",
                correction: "Look whether udev is at work (udevadm settle), and at dmsetup ls."
            )
        }
        return path
    }
}

// MARK: - Parts of more than one call

extension LVMDriver {
    /// What the start found; before it every call is refused.
    func opened(_ action: String) throws -> Session {
        guard let session = session.withLock({ $0 }) else {
            throw DriverError(.unavailable, .transient, "\(action) failed: the backend is not up yet.")
        }
        return session
    }

    /// The path of a logical volume's device.
    func device(_ name: LogicalVolumeName) -> String { commands.device(name.text) }

    func missing(_ action: String, _ name: LogicalVolumeName) -> DriverError {
        DriverError(
            .notFound,
            .permanent,
            "\(action) failed: there is no logical volume \(name).",
            correction: "Look whether somebody removed it from volume group \(configuration.volumeGroup) by hand."
        )
    }

    /// Makes a logical volume, in one command; `isPartial` marks it as not whole yet.
    ///
    /// `other` is another group that it is made in, as its own backend would.
    func make(
        _ name: LogicalVolumeName,
        size: ByteCount,
        thin: Bool,
        isPartial: Bool = false,
        in other: LVMCommands? = nil,
        doing action: String
    ) async throws {
        let commands = other ?? commands
        let configuration = commands.configuration
        var arguments = ["-y", "-n", name.text]
        if isPartial { arguments += ["--addtag", LogicalVolume.partialTag] }
        if thin {
            arguments += ["--type", "thin", "-V", "\(size.rawValue)b", "--thinpool", configuration.thinPool, configuration.volumeGroup]
        } else {
            arguments += ["-Wy", "-L", "\(size.rawValue)b"]
            if configuration.mirrors > 0 { arguments += ["--type", "raid1", "-m", "\(configuration.mirrors)", "--nosync"] }
            arguments.append(configuration.volumeGroup)
        }
        try await commands.change("lvcreate", arguments, doing: action)
    }

    /// Makes a logical volume at least that large.
    func grow(_ volume: LogicalVolume, to size: ByteCount, doing action: String) async throws {
        guard volume.size < size else { return }
        try await commands.change("lvextend", ["-y", "-L", "\(size.rawValue)b", commands.path(volume.name)], doing: action)
    }

    /// Makes a logical volume's device, should it be down: so is what a killed command has left, and what a person has deactivated.
    ///
    /// `other` is the group that it is in, when that is not this backend's.
    func bringUp(_ volume: LogicalVolume, in other: LVMCommands? = nil, doing action: String) async throws {
        guard !volume.isUp else { return }
        let commands = other ?? commands
        // A thick snapshot comes up with its origin, and LVM asks back when it is named itself.
        let name = volume.kind == .thickSnapshot && !volume.origin.isEmpty ? volume.origin : volume.name
        try await commands.change("lvchange", ["-ay", "-K", commands.path(name)], doing: action)
    }

    /// Brings every logical volume up, after a reboot, or when another host had them.
    ///
    /// Those that cannot come, such as one with a part on a disk that is lost, do not keep the others from their users. Without the pool
    /// nothing goes.
    private func bringAllUp(makesThin: Bool, doing action: String) async throws {
        do {
            try await commands.change("vgchange", ["-ay", "-K", configuration.volumeGroup], doing: action)
        } catch let error as DriverError where error.code == .backend && error.disposition == .permanent {
            let volumes = try await commands.group(doing: action).volumes
            guard !makesThin || volumes.first(where: { $0.name == configuration.thinPool })?.isUp == true else { throw error }
            let down = volumes.filter { !$0.isUp }.map(\.name)
            logger.error(
                "not every logical volume came up; the others are served",
                metadata: ["volume_group": "\(configuration.volumeGroup)", "down": "\(down.joined(separator: " "))", "error": "\(error)"]
            )
        }
    }

    /// Removes an object and what a copy to it has left, after wiping what others could read.
    ///
    /// Busy is said only of what is as it was. `source` is what it is a snapshot of.
    func delete(_ name: LogicalVolumeName, of source: LogicalVolumeName? = nil, doing action: String) async throws {
        try await locks.withLock(name.text) {
            do {
                try await remove(name, of: source, doing: action)
                touched.withLock { _ = $0.remove(name) }
            } catch let error as DriverError where touched.withLock({ $0.contains(name) }) {
                throw error.afterDestruction
            }
        }
    }

    private func remove(_ name: LogicalVolumeName, of source: LogicalVolumeName?, doing action: String) async throws {
        let family = name.family
        let names = (family + [source].compactMap { $0 }).map { "lv_name=\"\($0)\"" }
        let found = try await commands.volumes(where: (names + ["origin=\"\(name)\""]).joined(separator: " || "), doing: action)
        let dependents = found.filter { $0.origin == name.text && $0.kind == .thickSnapshot }
        guard dependents.isEmpty else {
            throw DriverError(
                .busy,
                .permanent,
                "\(action) failed: \(dependents.map(\.name).joined(separator: ", ")) is a snapshot of it and cannot be without it.",
                correction: "Delete the snapshots first."
            )
        }
        // A removal that was killed on its way can have left the device of the source suspended, and with it its users.
        if let source = source.flatMap(found.named) { try await bringUp(source, doing: action) }
        let ours = found.filter { volume in family.contains { $0.text == volume.name } }
        guard !ours.isEmpty else { return }
        if let open = ours.first(where: \.isOpen) {
            throw DriverError(
                .busy,
                .transient,
                "\(action) failed: the device of \(open.name) is in use on this host.",
                correction: "Find out who has it open (lsof, multipath -ll, dmsetup ls --tree)."
            )
        }
        if configuration.clearing == .zero, ours.contains(where: { [.thick, .thickSnapshot].contains($0.kind) }) {
            touched.withLock { _ = $0.insert(name) }
        }
        for volume in ours { try await wipe(volume, doing: action) }
        FaultPoint.reach("lvm.delete.before-remove")
        try await commands.change("lvremove", ["-f", "-y"] + ours.map { commands.path($0.name) }, doing: action)
        FaultPoint.reach("lvm.delete.after-remove")
    }

    /// Overwrites what the next owner of the space could read; a thin pool does that by itself.
    ///
    /// `other` is the group that it is in, when that is not this backend's.
    func wipe(_ volume: LogicalVolume, in other: LVMCommands? = nil, doing action: String) async throws {
        guard configuration.clearing == .zero else { return }
        let limit = configuration.clearSizeMebibytes > 0 ? Int64(configuration.clearSizeMebibytes) << 20 : nil
        switch volume.kind {
        case .thick:
            try await bringUp(volume, in: other, doing: action)
            try await devices.clear((other ?? commands).device(volume.name), from: 0, upTo: limit, action: action)
        case .thickSnapshot:
            try await bringUp(volume, in: other, doing: action)
            try await wipeKept(volume, upTo: limit, doing: action)
        case .thin, .thinPool, .other: return
        }
    }

    /// Overwrites what a thick snapshot keeps of its origin, which is used from its start on, until nothing more has come behind.
    private func wipeKept(_ snapshot: LogicalVolume, upTo limit: Int64?, doing action: String) async throws {
        // It lies in a device of its own, which has no link below /dev/GROUP.
        let path =
            "\(configuration.deviceDirectory)/mapper/\(Self.mapperName(configuration.volumeGroup))-\(Self.mapperName(snapshot.name))-cow"
        var (wiped, present) = (Int64(0), Optional(snapshot))
        while let found = present, wiped < min(limit ?? .max, found.size.rawValue) {
            let used = Int64(Double(found.size.rawValue) * (found.dataPercent ?? 100) / 100)
            guard used >= wiped else { return }
            // LVM rounds the share that is used; and writes go on while this one is wiped.
            let ahead = ((used + found.size.rawValue / 100) >> 20 + 16) << 20
            // Devices take whole sectors only.
            let end = min(ahead, found.size.rawValue, limit ?? .max)
            try await devices.clear(path, from: wiped, upTo: end, action: action)
            wiped = end
            guard wiped < found.size.rawValue else { return }
            present = try await commands.volume(snapshot.name, doing: action)
        }
    }

    /// A name as device-mapper writes it: hyphens are doubled, since one stands between group and volume.
    private static func mapperName(_ name: String) -> String {
        name.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "--")
    }

    /// Refuses a group's name that LVM would not take or that could be read as an option.
    private func checkNames() throws {
        let group = configuration.volumeGroup
        guard group.isValidForLVM else {
            throw DriverError(.invalidConfiguration, .permanent, "volume_group is not a name that LVM allows: \(group.debugDescription).")
        }
    }

    /// Makes the thin pool of all the group's free space but a rest for its metadata to grow.
    private func makeThinPool(_ action: String) async throws {
        // New blocks are zeroed before they are read, so that nobody sees what lay there (`-Zy`).
        try await commands.change(
            "lvcreate",
            ["-y", "--type", "thin-pool", "-Zy", "-l", "95%FREE", "-n", configuration.thinPool, configuration.volumeGroup],
            doing: action
        )
    }
}
