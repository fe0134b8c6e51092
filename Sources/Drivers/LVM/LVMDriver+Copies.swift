import Logging
public import ScoriaDriver
public import ScoriaModel
import ScoriaSystem
import ScoriaTransfer

extension LVMDriver: SnapshotDriver {
    /// A thick volume's snapshot gets as much space as can ever be overwritten in the volume, so that it never runs full and loses its moment.
    public func createSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws -> ProviderUpdate {
        let (name, source) = (try LogicalVolumeName(snapshot), try LogicalVolumeName(volume))
        let action = "Taking snapshot \(snapshot.id) of volume \(volume.id) in volume group \(configuration.volumeGroup)"
        try await locks.withLock(name.text) {
            let found = try await commands.volumes(where: "lv_name=\"\(source)\" || lv_name=\"\(name)\"", doing: action)
            let present = found.named(source)
            // What was killed on its way can have left the devices of both suspended, and with them their users.
            for each in [present, found.named(name)] { if let each { try await bringUp(each, doing: action) } }
            if let made = found.named(name) {
                if made.kind != .thick { return }
                // LVM makes a thick snapshot as a volume first, with what lay on the disk: so it is when `lvcreate` was cut off.
                try await commands.change("lvremove", ["-f", "-y", commands.path(name)], doing: action)
            }
            guard let present else { throw missing(action, source) }
            try await keepMoment(of: present, as: name, doing: action)
            FaultPoint.reach("lvm.snapshot.after-make")
        }
        return ProviderUpdate()
    }

    public func deleteSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await delete(
            try LogicalVolumeName(snapshot),
            of: try LogicalVolumeName(volume),
            doing: "Deleting snapshot \(snapshot.id) in volume group \(configuration.volumeGroup)"
        )
    }

    public func createVolume(_ volume: Volume, from snapshot: Snapshot, progress: ProgressReport) async throws -> ProviderUpdate {
        try await copy(
            try LogicalVolumeName(snapshot),
            to: try LogicalVolumeName(volume),
            length: snapshot.size.bytes,
            size: volume.size.bytes,
            doing: "Creating volume \(volume.id) from snapshot \(snapshot.id) in volume group \(configuration.volumeGroup)",
            progress: progress
        )
        return ProviderUpdate()
    }
}

extension LVMDriver: CloneDriver {
    public func cloneVolume(_ volume: Volume, from source: Volume, progress: ProgressReport) async throws -> ProviderUpdate {
        try await copy(
            try LogicalVolumeName(source),
            to: try LogicalVolumeName(volume),
            length: source.size.bytes,
            size: volume.size.bytes,
            doing: "Cloning volume \(source.id) to volume \(volume.id) in volume group \(configuration.volumeGroup)",
            progress: progress
        )
        return ProviderUpdate()
    }
}

extension LVMDriver: ExtendDriver {
    /// A target that says for good that it cannot be refreshed does not undo what has happened: the volume is larger, and initiators see
    /// it at their next login.
    public func extendVolume(_ volume: Volume, to size: GibiByteCount, export: ExportRequest?) async throws {
        let name = try LogicalVolumeName(volume)
        let action = "Extending volume \(volume.id) to \(size) in volume group \(configuration.volumeGroup)"
        try await locks.withLock(name.text) {
            let found = try await commands.volumes(where: "lv_name=\"\(name)\" || origin=\"\(name)\"", doing: action)
            guard let present = found.first(where: { $0.name == name.text }) else { throw missing(action, name) }
            let hasThickSnapshots = found.contains { $0.origin == name.text && $0.kind == .thickSnapshot }
            if present.size < size.bytes, hasThickSnapshots {
                try await growAtRest(present, to: size.bytes, doing: action)
            } else {
                // An earlier try may have taken it down and grown it.
                try await bringUp(present, doing: action)
                try await grow(present, to: size.bytes, doing: action)
            }
            FaultPoint.reach("lvm.extend.after-grow")
        }
        guard let export else { return }
        do {
            try await target.refreshExport(export, path: device(name))
        } catch let error as DriverError where error.disposition == .permanent {
            logger.warning("extended, but the target shows the old size", metadata: ["volume_id": "\(volume.id)", "error": "\(error)"])
        }
    }

    /// LVM grows a thick volume that has snapshots only while its device is down.
    private func growAtRest(_ volume: LogicalVolume, to size: ByteCount, doing action: String) async throws {
        guard !volume.isOpen else {
            throw DriverError(
                .busy,
                .permanent,
                "\(action) failed: it is in use and has thick snapshots, and LVM cannot grow such a volume.",
                correction: "Detach the volume, or delete its snapshots, or use a thin backend (lvm_type = thin)."
            )
        }
        try await commands.change("lvchange", ["-an", commands.path(volume.name)], doing: action)
        do {
            try await grow(volume, to: size, doing: action)
        } catch {
            try await commands.change("lvchange", ["-ay", "-K", commands.path(volume.name)], doing: action)
            throw error
        }
        try await commands.change("lvchange", ["-ay", "-K", commands.path(volume.name)], doing: action)
    }
}

extension LVMDriver: RevertDriver {
    /// The volume keeps its size when it has grown since the snapshot; what is behind the snapshot's bytes reads as zeros then.
    ///
    /// A thin volume is replaced by a copy of the snapshot that shares its blocks. A thick one gets back the pieces that differ, in place: a
    /// revert that is cut off leaves it between the two, and the flow's next try ends it.
    public func revertVolume(_ volume: Volume, to snapshot: Snapshot, export: ExportRequest?, progress: ProgressReport) async throws {
        let (name, source) = (try LogicalVolumeName(volume), try LogicalVolumeName(snapshot))
        let action = "Reverting volume \(volume.id) to snapshot \(snapshot.id) in volume group \(configuration.volumeGroup)"
        try await locks.withLock(name.text) {
            let selection = [name, source, name.replacement].map { "lv_name=\"\($0)\"" }.joined(separator: " || ")
            let found = try await commands.volumes(where: selection, doing: action)
            let (present, moment, replacement) = (found.named(name), found.named(source), found.named(name.replacement))
            guard let moment else { throw missing(action, source) }
            try requireMoment(moment, doing: action)
            // Without the volume, an earlier call has got as far as taking it away.
            guard present != nil || replacement != nil else { throw missing(action, name) }
            if moment.kind == .thin {
                try await replace(name, present: present, by: moment, replacement: replacement, size: volume.size.bytes, doing: action)
            } else {
                let length = snapshot.size.bytes
                for each in [present, moment] { if let each { try await bringUp(each, doing: action) } }
                try await devices.copy(
                    device(source),
                    to: device(name),
                    length: length,
                    skipping: .present,
                    action: action,
                    progress: progress
                )
                try await devices.clear(device(name), from: length.rawValue, action: action)
            }
        }
        progress(snapshot.size.bytes, snapshot.size.bytes)
        if let export { try await target.refreshExport(export, path: device(name)) }
    }

    /// Puts a thin copy of the snapshot into the volume's place.
    private func replace(
        _ name: LogicalVolumeName,
        present: LogicalVolume?,
        by moment: LogicalVolume,
        replacement: LogicalVolume?,
        size: ByteCount,
        doing action: String
    ) async throws {
        if let present {
            guard !present.isOpen else {
                throw DriverError(
                    .busy,
                    .transient,
                    "\(action) failed: the volume's device is in use.",
                    correction: "Detach the volume everywhere."
                )
            }
            // While the volume is there, what an earlier try has left may be of another snapshot.
            if replacement != nil {
                try await commands.change("lvremove", ["-f", "-y", commands.path(name.replacement)], doing: action)
            }
            try await commands.change("lvcreate", Self.thinSnapshot(of: commands.path(moment.name), named: name.replacement), doing: action)
            FaultPoint.reach("lvm.revert.after-make")
            let whole = max(size, present.size)
            if moment.size < whole {
                try await commands.change("lvextend", ["-y", "-L", "\(whole.rawValue)b", commands.path(name.replacement)], doing: action)
            }
            try await commands.change("lvremove", ["-f", "-y", commands.path(name)], doing: action)
            FaultPoint.reach("lvm.revert.after-remove")
        }
        try await commands.change("lvrename", [commands.path(name.replacement), name.text], doing: action)
        FaultPoint.reach("lvm.revert.after-rename")
    }
}

// MARK: - Copying

extension LVMDriver {
    /// Makes a snapshot of a logical volume, of its own kind.
    private func keepMoment(of source: LogicalVolume, as name: LogicalVolumeName, doing action: String) async throws {
        switch source.kind {
        case .thin:
            try await commands.change("lvcreate", Self.thinSnapshot(of: commands.path(source.name), named: name), doing: action)
        case .thick:
            // LVM cuts the size down to what all of the volume's chunks and their table take.
            let room = source.size.rawValue + source.size.rawValue / 32 + (16 << 20)
            // Small chunks make every read and write of the snapshot a chain of small ones; large ones make first writes dear.
            let chunk = ["-c", "64k"]
            try await commands.change(
                "lvcreate",
                ["-y", "-s"] + chunk + ["-L", "\(room)b", "-n", name.text, commands.path(source.name)],
                doing: action
            )
        case .thickSnapshot, .thinPool, .other:
            throw DriverError(.backend, .permanent, "\(action) failed: \(source.name) is of a kind that LVM makes no snapshots of.")
        }
    }

    /// A thin snapshot that is up at once and after each reboot.
    private static func thinSnapshot(of path: String, named name: LogicalVolumeName) -> [String] {
        ["-y", "-s", "-kn", "-ay", "-n", name.text, path]
    }

    /// Makes a volume with the bytes of another one or of a snapshot: by sharing blocks when that is thin, else by copying one moment of it.
    private func copy(
        _ source: LogicalVolumeName,
        to name: LogicalVolumeName,
        length: ByteCount,
        size: ByteCount,
        doing action: String,
        progress: ProgressReport
    ) async throws {
        try await locks.withLock(name.text) {
            let selection = [source, name, name.momentOfSource].map { "lv_name=\"\($0)\"" }.joined(separator: " || ")
            let found = try await commands.volumes(where: selection, doing: action)
            if let present = found.named(name), !present.isPartial {
                try await bringUp(present, doing: action)
                try await grow(present, to: size, doing: action)
                progress(length, length)
                return
            }
            guard let origin = found.named(source), !origin.isPartial else { throw missing(action, source) }
            try requireMoment(origin, doing: action)
            if origin.kind == .thin {
                try await commands.change("lvcreate", Self.thinSnapshot(of: commands.path(source), named: name), doing: action)
                FaultPoint.reach("lvm.copy.after-share")
                try await growNew(name, from: origin.size, to: size, doing: action)
                progress(length, length)
            } else {
                try await removeRests(found.filter { $0.name != source.text }, doing: action)
                try await bringUp(origin, doing: action)
                try await copyBytes(origin, to: name, length: length, size: size, doing: action, progress: progress)
            }
        }
    }

    /// Copies the bytes of a thick volume or snapshot to a new volume, which is marked as partial until it has them all.
    private func copyBytes(
        _ origin: LogicalVolume,
        to name: LogicalVolumeName,
        length: ByteCount,
        size: ByteCount,
        doing action: String,
        progress: ProgressReport
    ) async throws {
        let isVolume = origin.kind == .thick
        do {
            if isVolume { try await keepMoment(of: origin, as: name.momentOfSource, doing: action) }
            FaultPoint.reach("lvm.copy.after-moment")
            let makesThin = try opened(action).makesThin
            try await make(name, size: size, thin: makesThin, isPartial: true, doing: action)
            FaultPoint.reach("lvm.copy.after-make")
            let from = isVolume ? device(name.momentOfSource) : commands.device(origin.name)
            // A thick volume holds what lay on the disk before it, so zeros must be written too.
            let skips: BlockDevices.Skipping = makesThin ? .zeros : .nothing
            try await devices.copy(from, to: device(name), length: length, skipping: skips, action: action, progress: progress)
            // A snapshot that ran full while it was read has mixed two moments.
            if let moment = try await commands.volume(isVolume ? name.momentOfSource.text : origin.name, doing: action) {
                try requireMoment(moment, doing: action)
            }
            FaultPoint.reach("lvm.copy.before-done")
            try await commands.change("lvchange", ["--deltag", LogicalVolume.partialTag, commands.path(name)], doing: action)
            FaultPoint.reach("lvm.copy.after-done")
        } catch {
            await abandon(name, doing: action)
            throw error
        }
        guard isVolume, let moment = try await commands.volume(name.momentOfSource.text, doing: action) else { return }
        try await removeRests([moment], doing: action)
    }

    private func growNew(_ name: LogicalVolumeName, from present: ByteCount, to size: ByteCount, doing action: String) async throws {
        guard present < size else { return }
        try await commands.change("lvextend", ["-y", "-L", "\(size.rawValue)b", commands.path(name)], doing: action)
    }

    /// Takes away what a failed copy has made, also when its task is cancelled.
    private func abandon(_ name: LogicalVolumeName, doing action: String) async {
        let driver = self
        await Task {
            // The failure of the copy is the one to tell; a repeated call, or the delete, removes the rest.
            let rests = try? await driver.commands.volumes(
                where: "lv_name=\"\(name.momentOfSource)\" || (lv_name=\"\(name)\" && lv_tags=\"\(LogicalVolume.partialTag)\")",
                doing: action
            )
            try? await driver.removeRests(rests ?? [], doing: action)  // The same.
        }.value
    }

    /// Removes what a copy needed on its way or has left, after wiping what others could read.
    private func removeRests(_ rests: [LogicalVolume], doing action: String) async throws {
        guard !rests.isEmpty else { return }
        for rest in rests { try await wipe(rest, doing: action) }
        try await commands.change("lvremove", ["-f", "-y"] + rests.map { commands.path($0.name) }, doing: action)
    }

    /// Refuses a snapshot that has lost its moment.
    private func requireMoment(_ volume: LogicalVolume, doing action: String) throws {
        guard volume.isInvalid else { return }
        throw DriverError(
            .corrupted,
            .permanent,
            "\(action) failed: the snapshot \(volume.name) ran out of space and has lost its bytes.",
            correction: "Delete it. A volume that grew after its snapshot was taken can overwrite more than the snapshot has room for."
        )
    }
}

extension [LogicalVolume] {
    func named(_ name: LogicalVolumeName) -> LogicalVolume? { first { $0.name == name.text } }
}
