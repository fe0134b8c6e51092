public import ScoriaDriver
public import ScoriaModel
import ScoriaSystem

/// Moves volumes on this host without attaching them: to a pool of the same group that makes them thin or thick, and to other groups.
///
/// The copy grows under a name of its own. When it is whole, the old volume makes way by one renaming and the copy takes its place by
/// another; only then is the old one wiped and removed. So the old one counts as long as it has its name, and a call that was killed at
/// any point is ended by the next one: it either starts over, or goes on behind the first renaming.
extension LVMDriver: MigrateDriver {
    public func migrateVolume(_ volume: Volume, to destination: MigrationDestination) async throws -> ProviderUpdate? {
        let name = try LogicalVolumeName(volume)
        let action = "Moving volume \(volume.id) to \(destination.address)"
        let session = try opened(action)
        guard let location = (destination.capabilities["location_info"]?.string).flatMap(LVMLocation.init),
            let there = try await group(at: location, from: session, doing: action)
        else { return nil }
        try await locks.withLock(name.text) {
            try await Move(driver: self, name: name, there: there, makesThin: location.isThin, action: action).run()
        }
        return ProviderUpdate()
    }

    /// The group of a location, when this host has it; nil when the service has to copy.
    private func group(at location: LVMLocation, from session: Session, doing action: String) async throws -> LVMCommands? {
        if location.uuid == session.uuid {
            // Mirrors are told by the commands that make a volume, not by what it is now.
            return location.isThin || location.mirrors == configuration.mirrors ? commands : nil
        }
        var other = configuration
        other.volumeGroup = location.group
        other.mirrors = location.mirrors
        let there = LVMCommands(configuration: other, runner: commands.runner, filter: commands.filter, logger: logger)
        do {
            return try await there.group(doing: action).uuid == location.uuid ? there : nil
        } catch let error as DriverError where error.code == .unavailable {
            return nil
        }
    }
}

extension LVMDriver: RetypeDriver {
    /// A type of another pool of this host, such as a thin one, is a move there; everything else needs the service.
    public func retypeVolume(
        _ volume: Volume,
        to type: VolumeType,
        difference: TypeDifference,
        destination: MigrationDestination
    ) async throws -> ProviderUpdate? {
        try await migrateVolume(volume, to: destination)
    }
}

/// One volume on its way.
private struct Move: Sendable {
    let driver: LVMDriver
    let name: LogicalVolumeName
    /// The group that it moves to, which may be its own.
    let there: LVMCommands
    let makesThin: Bool
    let action: String

    private var here: LVMCommands { driver.commands }
    private var staysInGroup: Bool { there.configuration.volumeGroup == here.configuration.volumeGroup }

    func run() async throws {
        let selection = (name.family.map { "lv_name=\"\($0)\"" } + ["origin=\"\(name)\""]).joined(separator: " || ")
        let found = try await here.volumes(where: selection, doing: action)
        let beyond = staysInGroup ? found : try await there.volumes(where: selection, doing: action)
        let (present, arriving) = (found.named(name), beyond.named(name.arriving))
        if let present, !hasArrived(present) {
            try check(present, found: found, beyond: beyond)
            if found.named(name.departed) != nil { try await remove(name.departed, from: here) }
            if arriving != nil { try await remove(name.arriving, from: there) }
            try await copy(present)
            try await takePlace(after: true)
        } else if beyond.named(name) == nil {
            guard found.named(name.departed) != nil else { throw driver.missing(action, name) }
            guard let arriving, !arriving.isPartial else {
                // It has made way, and there is nothing to take its place.
                try await here.change("lvrename", [here.path(name.departed), name.text], doing: action)
                return try await run()
            }
            // Only the renamings are left to do, or one of them.
            try await takePlace(after: false)
        }
        try await remove(name.departed, from: here)
    }

    /// Whether the volume is where it was to go, and as it is made there.
    private func hasArrived(_ volume: LogicalVolume) -> Bool { staysInGroup && (volume.kind == .thin) == makesThin }

    /// Refuses what cannot be moved, before anything is made.
    private func check(_ present: LogicalVolume, found: [LogicalVolume], beyond: [LogicalVolume]) throws {
        guard !present.isPartial, [.thin, .thick].contains(present.kind) else { throw driver.missing(action, name) }
        guard !present.isOpen else {
            throw DriverError(
                .busy,
                .transient,
                "\(action) failed: the device of \(name) is in use on this host.",
                correction: "Detach the volume everywhere."
            )
        }
        let snapshots = found.filter { $0.origin == name.text }.map(\.name)
        guard snapshots.isEmpty else {
            throw DriverError(
                .busy,
                .permanent,
                "\(action) failed: it has the snapshots \(snapshots.joined(separator: ", ")), which cannot go with it.",
                correction: "Delete them first."
            )
        }
        guard staysInGroup || beyond.named(name) == nil else {
            throw DriverError(
                .corrupted,
                .permanent,
                "\(action) failed: both groups have a logical volume \(name), and nothing tells which one counts.",
                correction: "Look at both, and rename the wrong one."
            )
        }
    }

    /// Makes the copy, marked as partial until it has all bytes.
    private func copy(_ present: LogicalVolume) async throws {
        do {
            try await driver.make(name.arriving, size: present.size, thin: makesThin, isPartial: true, in: there, doing: action)
            FaultPoint.reach("lvm.migrate.after-make")
            try await driver.devices.copy(
                here.device(name.text),
                to: there.device(name.arriving.text),
                length: present.size,
                // A thick volume holds what lay on the disk before it, so zeros must be written too.
                skipping: makesThin ? .zeros : .nothing,
                action: action,
                progress: { _, _ in }
            )
            FaultPoint.reach("lvm.migrate.after-copy")
            try await there.change("lvchange", ["--deltag", LogicalVolume.partialTag, there.path(name.arriving)], doing: action)
            FaultPoint.reach("lvm.migrate.before-rename")
        } catch {
            await abandon()
            throw error
        }
    }

    /// Puts the copy into the volume's place, `after` that one has made way.
    private func takePlace(after makingWay: Bool) async throws {
        if makingWay {
            do {
                try await here.change("lvrename", [here.path(name), name.departed.text], doing: action)
            } catch {
                await abandon()
                throw error
            }
        }
        FaultPoint.reach("lvm.migrate.between-renames")
        do {
            try await there.change("lvrename", [there.path(name.arriving), name.text], doing: action)
        } catch {
            // The failure is the one to tell; a repeated call goes on from either place.
            try? await here.change("lvrename", [here.path(name.departed), name.text], doing: action)
            throw error
        }
        FaultPoint.reach("lvm.migrate.after-rename")
    }

    /// Wipes and removes what the volume was, or a copy that does not become it; nothing when it is not there.
    private func remove(_ passing: LogicalVolumeName, from group: LVMCommands) async throws {
        guard let volume = try await group.volume(passing.text, doing: action) else { return }
        try await driver.wipe(volume, in: group, doing: action)
        FaultPoint.reach("lvm.migrate.before-remove")
        try await group.change("lvremove", ["-f", "-y", group.path(passing)], doing: action)
        FaultPoint.reach("lvm.migrate.after-remove")
    }

    /// Takes the copy away, also when the task is cancelled; the volume is as it was.
    private func abandon() async {
        let move = self
        await Task {
            // The failure before is the one to tell; a repeated call, or the delete, removes the rest.
            try? await move.remove(move.name.arriving, from: move.there)
        }.value
    }
}
