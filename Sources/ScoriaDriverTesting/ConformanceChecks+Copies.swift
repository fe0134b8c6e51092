import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// Snapshots and clones.
    static let copyChecks = [
        Check("a clone and its source do not see each other's writes") { subject in
            let (source, clone) = (Sample.volume(), Sample.volume())
            _ = try await subject.driver.createVolume(source)
            try await Pattern(seed: 10).write(to: source, through: subject.bytes)
            let progress = ProgressRecord()
            _ = try await subject.clones.cloneVolume(clone, from: source, progress: progress.report)
            try subject.require(progress.isSound, "the progress of the clone leaves its bounds or does not end with its total")
            try await Pattern(seed: 10).requireOn(clone, "the clone", through: subject.bytes)
            try await Pattern(seed: 20).write(to: source, through: subject.bytes)
            try await Pattern(seed: 10).requireOn(clone, "the clone after a write to its source", through: subject.bytes)
            try await Pattern(seed: 30).write(to: clone, through: subject.bytes)
            try await Pattern(seed: 20).requireOn(source, "the source after a write to its clone", through: subject.bytes)
            try await subject.driver.deleteVolume(source)
            try await Pattern(seed: 30).requireOn(clone, "the clone after its source was deleted", through: subject.bytes)
        },
        Check("a snapshot keeps its moment, and volumes made of it stand alone") { subject in
            let snapshots = try subject.snapshots
            let (volume, first, second) = (Sample.volume(), Sample.volume(), Sample.volume())
            let snapshot = Sample.snapshot(of: volume)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 11).write(to: volume, through: subject.bytes)
            _ = try await snapshots.createSnapshot(snapshot, of: volume)
            try await Pattern(seed: 21).write(to: volume, through: subject.bytes)
            _ = try await snapshots.createVolume(first, from: snapshot, progress: unwatched)
            try await Pattern(seed: 11).requireOn(first, "the volume from the snapshot", through: subject.bytes)
            try await Pattern(seed: 31).write(to: first, through: subject.bytes)
            _ = try await snapshots.createVolume(second, from: snapshot, progress: unwatched)
            try await Pattern(seed: 11).requireOn(second, "the second volume from the snapshot", through: subject.bytes)
            try await Pattern(seed: 21).requireOn(volume, "the volume after writes to what came of it", through: subject.bytes)
            try await snapshots.deleteSnapshot(snapshot, of: volume)
            try await Pattern(seed: 31).requireOn(first, "the volume after its snapshot was deleted", through: subject.bytes)
        },
        Check("taking a snapshot again keeps the first moment") { subject in
            let snapshots = try subject.snapshots
            let (volume, copy) = (Sample.volume(), Sample.volume())
            let snapshot = Sample.snapshot(of: volume)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 12).write(to: volume, through: subject.bytes)
            _ = try await snapshots.createSnapshot(snapshot, of: volume)
            try await Pattern(seed: 22).write(to: volume, through: subject.bytes)
            _ = try await snapshots.createSnapshot(snapshot, of: volume)
            _ = try await snapshots.createVolume(copy, from: snapshot, progress: unwatched)
            try await Pattern(seed: 12).requireOn(copy, "the volume from the snapshot taken twice", through: subject.bytes)
        },
        Check("many snapshots of one volume keep as many moments") { subject in try await manySnapshots(subject) },
        Check("a volume with snapshots is deleted, and they live on, or it is refused as busy") { subject in
            let snapshots = try subject.snapshots
            let (volume, copy) = (Sample.volume(), Sample.volume())
            let snapshot = Sample.snapshot(of: volume)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 13).write(to: volume, through: subject.bytes)
            _ = try await snapshots.createSnapshot(snapshot, of: volume)
            do {
                try await subject.driver.deleteVolume(volume)
            } catch let error as DriverError where error.code == .busy {
                try await Pattern(seed: 13).requireOn(volume, "the volume whose delete was refused", through: subject.bytes)
            }
            _ = try await snapshots.createVolume(copy, from: snapshot, progress: unwatched)
            try await Pattern(seed: 13).requireOn(copy, "the volume from the snapshot that was left", through: subject.bytes)
        },
        Check("a copy that is larger than its source reads as zeros behind it") { subject in
            let snapshots = try subject.snapshots
            let (volume, clone, fromSnapshot) = (Sample.volume(1), Sample.volume(3), Sample.volume(2))
            let snapshot = Sample.snapshot(of: volume)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 14).write(to: volume, through: subject.bytes)
            _ = try await snapshots.createSnapshot(snapshot, of: volume)
            _ = try await subject.clones.cloneVolume(clone, from: volume, progress: unwatched)
            _ = try await snapshots.createVolume(fromSnapshot, from: snapshot, progress: unwatched)
            for (copy, what) in [(clone, "the larger clone"), (fromSnapshot, "the larger volume from the snapshot")] {
                try await subject.requireLength(copy, copy.size, what)
                try await Pattern(seed: 14).requireOn(copy, length: volume.size.bytes, what, through: subject.bytes)
                try await subject.requireZeros(copy, from: volume.size.bytes.rawValue, to: copy.size.bytes.rawValue, what)
            }
        },
        Check("a copy of what is missing fails for good and leaves nothing") { subject in
            let (missing, copy) = (Sample.volume(), Sample.volume())
            let snapshot = Sample.snapshot(of: missing)
            let failures = [
                try await subject.requireFailure("cloning a missing volume") {
                    _ = try await subject.clones.cloneVolume(copy, from: missing, progress: unwatched)
                },
                try await subject.requireFailure("taking a snapshot of a missing volume") {
                    _ = try await subject.snapshots.createSnapshot(snapshot, of: missing)
                },
                try await subject.requireFailure("making a volume of a missing snapshot") {
                    _ = try await subject.snapshots.createVolume(copy, from: snapshot, progress: unwatched)
                },
            ]
            for failure in failures {
                try subject.requireEqual(failure.code, .notFound, "code of \"\(failure)\"")
                try subject.requireEqual(failure.disposition, .permanent, "disposition of \"\(failure)\"")
            }
            try await subject.requireInventory("after copies of what is missing")
        },
    ]

    private static func manySnapshots(_ subject: ConformanceSubject) async throws {
        let snapshots = try subject.snapshots
        let volume = Sample.volume()
        _ = try await subject.driver.createVolume(volume)
        let count = subject.callsAreSlow ? 3 : 100
        var taken: [Snapshot] = []
        for number in 0..<count {
            try await Pattern(seed: UInt8(number * 2)).write(to: volume, through: subject.bytes)
            let snapshot = Sample.snapshot(of: volume)
            _ = try await snapshots.createSnapshot(snapshot, of: volume)
            taken.append(snapshot)
        }
        try await subject.requireInventory(volumes: [volume], snapshots: taken, "after \(count) snapshots")
        for number in Set([0, 1, count / 2, count - 2, count - 1]).sorted() {
            let copy = Sample.volume()
            _ = try await snapshots.createVolume(copy, from: taken[number], progress: unwatched)
            try await Pattern(seed: UInt8(number * 2)).requireOn(copy, "the volume from snapshot \(number)", through: subject.bytes)
            try await subject.driver.deleteVolume(copy)
        }
        for snapshot in taken { try await snapshots.deleteSnapshot(snapshot, of: volume) }
        try await Pattern(seed: UInt8(count * 2 - 2)).requireOn(
            volume,
            "the volume after its snapshots were deleted",
            through: subject.bytes
        )
        try await subject.requireInventory(volumes: [volume], "after the snapshots were deleted")
    }
}
