import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// Extending and reverting.
    static let sizeChecks = [
        Check("an extended volume keeps its bytes and reads as zeros behind them") { subject in
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 40).write(to: volume, through: subject.bytes)
            try await subject.extensions.extendVolume(volume, to: GibiByteCount(3), export: nil)
            try await subject.requireLength(volume, GibiByteCount(3), "the extended volume")
            try await Pattern(seed: 40).requireOn(volume, "the extended volume", through: subject.bytes)
            let (old, new) = (volume.size.bytes.rawValue, GibiByteCount(3).bytes.rawValue)
            try await subject.requireZeros(volume, from: old, to: new, "the new part")
        },
        Check("extending to no more than the present size changes nothing") { subject in
            let volume = Sample.volume(3)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 41).write(to: volume, through: subject.bytes)
            try await subject.extensions.extendVolume(volume, to: GibiByteCount(3), export: nil)
            try await subject.extensions.extendVolume(volume, to: GibiByteCount(2), export: nil)
            try await subject.requireLength(volume, GibiByteCount(3), "the volume")
            try await Pattern(seed: 41).requireOn(volume, "the volume", through: subject.bytes)
        },
        Check("extending a missing volume fails for good") { subject in
            let volume = Sample.volume()
            let failure = try await subject.requireFailure("extending a missing volume") {
                try await subject.extensions.extendVolume(volume, to: GibiByteCount(2), export: nil)
            }
            try subject.requireEqual(failure.code, .notFound, "code of \"\(failure)\"")
            try await subject.requireInventory("after extending what is missing")
        },
        Check("an exported volume can be extended") { subject in
            let volume = Sample.volume()
            let export = Sample.export(volume, number: 3)
            _ = try await subject.driver.createVolume(volume)
            _ = try await subject.driver.createExport(export)
            try await subject.extensions.extendVolume(volume, to: GibiByteCount(2), export: export)
            try await subject.requireLength(volume, GibiByteCount(2), "the exported volume")
            try await subject.driver.removeExport(export)
        },
        Check("an extend that is done does not fail because the target cannot be refreshed") { subject in
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await subject.extensions.extendVolume(volume, to: GibiByteCount(2), export: Sample.export(volume, number: 4))
            try await subject.requireLength(volume, GibiByteCount(2), "the volume that was never exported")
        },
        Check("a reverted volume has the snapshot's bytes, and the snapshot stays") { subject in
            let reverts = try subject.reverts
            let volume = Sample.volume()
            let (old, new) = (Sample.snapshot(of: volume), Sample.snapshot(of: volume))
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 42).write(to: volume, through: subject.bytes)
            _ = try await reverts.createSnapshot(old, of: volume)
            try await Pattern(seed: 52).write(to: volume, through: subject.bytes)
            _ = try await reverts.createSnapshot(new, of: volume)
            let progress = ProgressRecord()
            try await reverts.revertVolume(volume, to: old, export: nil, progress: progress.report)
            try subject.require(progress.isSound, "the progress of the revert leaves its bounds or does not end with its total")
            try await Pattern(seed: 42).requireOn(volume, "the volume reverted to the older snapshot", through: subject.bytes)
            try await Pattern(seed: 62).write(to: volume, through: subject.bytes)
            try await reverts.revertVolume(volume, to: new, export: nil, progress: unwatched)
            try await Pattern(seed: 52).requireOn(volume, "the volume reverted to the newer snapshot", through: subject.bytes)
            try await reverts.revertVolume(volume, to: old, export: nil, progress: unwatched)
            try await Pattern(seed: 42).requireOn(volume, "the volume reverted again", through: subject.bytes)
            try await subject.requireInventory(volumes: [volume], snapshots: [old, new], "after reverts")
        },
        Check("a volume that has grown since its snapshot keeps its size when it is reverted") { subject in
            let reverts = try subject.reverts
            var volume = Sample.volume()
            let snapshot = Sample.snapshot(of: volume)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 43).write(to: volume, through: subject.bytes)
            _ = try await reverts.createSnapshot(snapshot, of: volume)
            try await subject.extensions.extendVolume(volume, to: GibiByteCount(2), export: nil)
            volume.size = GibiByteCount(2)
            try await Pattern(seed: 53).write(to: volume, through: subject.bytes)
            try await reverts.revertVolume(volume, to: snapshot, export: nil, progress: unwatched)
            try await subject.requireLength(volume, GibiByteCount(2), "the reverted volume")
            try await Pattern(seed: 43).requireOn(volume, length: snapshot.size.bytes, "the reverted volume", through: subject.bytes)
            let (old, new) = (snapshot.size.bytes.rawValue, volume.size.bytes.rawValue)
            try await subject.requireZeros(volume, from: old, to: new, "what is behind the snapshot's bytes")
        },
        Check("a revert that cannot be leaves the volume as it was") { subject in
            let reverts = try subject.reverts
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 44).write(to: volume, through: subject.bytes)
            let failure = try await subject.requireFailure("reverting to a missing snapshot") {
                try await reverts.revertVolume(volume, to: Sample.snapshot(of: volume), export: nil, progress: unwatched)
            }
            try subject.requireEqual(failure.code, .notFound, "code of \"\(failure)\"")
            try await Pattern(seed: 44).requireOn(volume, "the volume after a failed revert", through: subject.bytes)
            try await subject.requireInventory(volumes: [volume], "after a failed revert")
        },
        Check("what a revert that was cut off has left is no part of the next one, and goes with the volume") { subject in
            try await cutOffRevert(subject)
        },
    ]

    private static func cutOffRevert(_ subject: ConformanceSubject) async throws {
        let reverts = try subject.reverts
        let leave = try subject.required(subject.leaveRevert)
        let volume = Sample.volume()
        let (old, new) = (Sample.snapshot(of: volume), Sample.snapshot(of: volume))
        _ = try await subject.driver.createVolume(volume)
        try await Pattern(seed: 45).write(to: volume, through: subject.bytes)
        _ = try await reverts.createSnapshot(old, of: volume)
        try await Pattern(seed: 55).write(to: volume, through: subject.bytes)
        _ = try await reverts.createSnapshot(new, of: volume)
        try await Pattern(seed: 65).write(to: volume, through: subject.bytes)
        try await leave(volume, old)
        try await reverts.revertVolume(volume, to: new, export: nil, progress: unwatched)
        try await Pattern(seed: 55).requireOn(volume, "the volume reverted to another snapshot after that", through: subject.bytes)
        try await subject.requireInventory(volumes: [volume], snapshots: [old, new], "after the second revert")
        try await leave(volume, old)
        try await reverts.revertVolume(volume, to: old, export: nil, progress: unwatched)
        try await Pattern(seed: 45).requireOn(volume, "the volume reverted to the same snapshot after that", through: subject.bytes)
        try await leave(volume, new)
        for snapshot in [old, new] { try await reverts.deleteSnapshot(snapshot, of: volume) }
        try await subject.driver.deleteVolume(volume)
        try await subject.requireInventory("after the volume was deleted with what a revert has left")
    }
}
