import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// Creating and deleting.
    static let lifeChecks = [
        Check("a new volume has its size and reads as zeros") { subject in
            let volume = Sample.volume(2)
            _ = try await subject.driver.createVolume(volume)
            try await subject.requireLength(volume, volume.size, "the new volume")
            try await subject.requireZeros(volume, from: 0, to: volume.size.bytes.rawValue, "the new volume")
            try await subject.requireInventory(volumes: [volume], "after create")
        },
        Check("creating a volume again keeps its bytes") { subject in
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 1).write(to: volume, through: subject.bytes)
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 1).requireOn(volume, "the volume created twice", through: subject.bytes)
            try await subject.requireInventory(volumes: [volume], "after the second create")
        },
        Check("deleting what is gone or never was succeeds") { subject in
            let volume = Sample.volume()
            try await subject.driver.deleteVolume(volume)
            _ = try await subject.driver.createVolume(volume)
            try await subject.driver.deleteVolume(volume)
            try await subject.driver.deleteVolume(volume)
            try await subject.requireInventory("after the deletes")
            let snapshot = Sample.snapshot(of: volume)
            try await subject.snapshots.deleteSnapshot(snapshot, of: volume)
            try await subject.requireInventory("after deleting a snapshot that never was")
        },
        Check("a volume created again after a delete reads as zeros") { subject in
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 2).write(to: volume, through: subject.bytes)
            try await subject.driver.deleteVolume(volume)
            _ = try await subject.driver.createVolume(volume)
            try await subject.requireZeros(volume, from: 0, to: volume.size.bytes.rawValue, "the volume created anew")
        },
        Check("start may be repeated") { subject in
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await subject.driver.start()
            try await subject.driver.start()
            try await subject.requireLength(volume, volume.size, "the volume after two more starts")
            try await subject.driver.deleteVolume(volume)
        },
        Check("every call may be made twice") { subject in try await everyCallTwice(subject) },
        Check("calls for different objects run at the same time") { subject in try await concurrentCalls(subject) },
        Check("concurrent repetitions of one call leave one whole object") { subject in
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 3).write(to: volume, through: subject.bytes)
            let clones = try subject.clones
            let clone = Sample.volume()
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask { _ = try await clones.cloneVolume(clone, from: volume, progress: unwatched) }
                }
                try await group.waitForAll()
            }
            try await Pattern(seed: 3).requireOn(clone, "the clone made eight times at once", through: subject.bytes)
            try await subject.requireInventory(volumes: [volume, clone], "after eight clones of one id")
        },
        Check("what a user names an object never reaches the backend") { subject in try await hostileNames(subject) },
    ]

    private static func everyCallTwice(_ subject: ConformanceSubject) async throws {
        let driver = subject.driver
        let (snapshots, clones, extensions) = (try subject.snapshots, try subject.clones, try subject.extensions)
        let volume = Sample.volume()
        let (clone, fromSnapshot) = (Sample.volume(), Sample.volume())
        let snapshot = Sample.snapshot(of: volume)
        let export = Sample.export(volume, number: 7)
        let connector = Sample.connector("twice")
        _ = try await twice { try await driver.createVolume(volume) }
        try await Pattern(seed: 4).write(to: volume, through: subject.bytes)
        _ = try await twice { try await driver.createExport(export) }
        _ = try await twice { try await driver.initializeConnection(export, connector: connector) }
        _ = try await twice { try await snapshots.createSnapshot(snapshot, of: volume) }
        _ = try await twice { try await clones.cloneVolume(clone, from: volume, progress: unwatched) }
        _ = try await twice { try await snapshots.createVolume(fromSnapshot, from: snapshot, progress: unwatched) }
        for (object, what) in [(volume, "volume"), (clone, "clone"), (fromSnapshot, "volume from the snapshot")] {
            try await Pattern(seed: 4).requireOn(object, "the \(what) after calls made twice", through: subject.bytes)
        }
        try await subject.requireInventory(volumes: [volume, clone, fromSnapshot], snapshots: [snapshot], "after calls made twice")
        do {
            try await twice { try await extensions.extendVolume(volume, to: GibiByteCount(2), export: export) }
        } catch let error as DriverError where error.code == .busy {
            // Some storage grows nothing that has snapshots and is exported; it then has to say so each time, and for good.
            try subject.requireEqual(error.disposition, .permanent, "disposition of \"\(error)\"")
        }
        if let reverts = driver as? any RevertDriver {
            try await twice { try await reverts.revertVolume(clone, to: snapshot, export: nil, progress: unwatched) }
        }
        try await twice { try await driver.terminateConnection(export, connector: connector) }
        try await twice { try await driver.removeExport(export) }
        for object in [clone, fromSnapshot] { try await twice { try await driver.deleteVolume(object) } }
        try await twice { try await snapshots.deleteSnapshot(snapshot, of: volume) }
        try await twice { try await driver.deleteVolume(volume) }
        try await subject.requireInventory("after everything was deleted twice")
    }

    private static func twice<Result>(_ body: () async throws -> Result) async throws -> Result {
        _ = try await body()
        return try await body()
    }

    private static func concurrentCalls(_ subject: ConformanceSubject) async throws {
        let driver = subject.driver
        let (snapshots, clones) = (try subject.snapshots, try subject.clones)
        let sets = (0..<(subject.callsAreSlow ? 2 : 16)).map { _ in
            let volume = Sample.volume()
            return (volume: volume, snapshot: Sample.snapshot(of: volume), clone: Sample.volume())
        }
        try await withThrowingTaskGroup { group in
            for (number, set) in sets.enumerated() {
                group.addTask {
                    _ = try await driver.createVolume(set.volume)
                    try await Pattern(seed: UInt8(number * 2)).write(to: set.volume, through: subject.bytes)
                    async let snapshot = snapshots.createSnapshot(set.snapshot, of: set.volume)
                    async let clone = clones.cloneVolume(set.clone, from: set.volume, progress: unwatched)
                    _ = try await (snapshot, clone)
                    if number.isMultiple(of: 2) { try await driver.deleteVolume(set.clone) }
                    _ = try await driver.statistics()
                }
            }
            try await group.waitForAll()
        }
        let kept = sets.enumerated().filter { !$0.offset.isMultiple(of: 2) }
        for (number, set) in kept {
            try await Pattern(seed: UInt8(number * 2)).requireOn(set.clone, "clone \(number) of \(sets.count)", through: subject.bytes)
        }
        try await subject.requireInventory(
            volumes: sets.map(\.volume) + kept.map(\.element.clone),
            snapshots: sets.map(\.snapshot),
            "after \(sets.count) sets of calls at once"
        )
    }

    private static func hostileNames(_ subject: ConformanceSubject) async throws {
        let ascii = String(String.UnicodeScalarView((1..<128).compactMap(Unicode.Scalar.init)))
        let texts = [
            ascii, "../../../../etc/passwd", "/", "..", ".", "-rf *", "$(reboot)`reboot`;reboot", "%s%n%d", "\u{202E}\u{200B}\u{FEFF}",
            "日本語 العربية עברית ру́сский 🧨👩‍👩‍👧‍👦", String(repeating: "𝕏", count: 255), "volume-", " ", "\n\r\t\u{7F}",
        ]
        for text in texts.prefix(subject.callsAreSlow ? 2 : texts.count) {
            var volume = Sample.volume(name: text)
            volume.description = text
            volume.metadata = [text: text]
            var snapshot = Sample.snapshot(of: volume, name: text)
            snapshot.description = text
            snapshot.metadata = [text: text]
            _ = try await subject.driver.createVolume(volume)
            if let snapshots = subject.driver as? any SnapshotDriver { _ = try await snapshots.createSnapshot(snapshot, of: volume) }
            _ = try await subject.driver.createExport(Sample.export(volume, number: 1))
            for name in try await subject.namesOnBackend() {
                let isPlain = name.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                    default: "._-".utf8.contains(byte)
                    }
                }
                try subject.require(isPlain, "the backend has an object named \(name.debugDescription) after a volume was named so")
            }
            try await subject.driver.removeExport(Sample.export(volume, number: 1))
            if let snapshots = subject.driver as? any SnapshotDriver { try await snapshots.deleteSnapshot(snapshot, of: volume) }
            try await subject.driver.deleteVolume(volume)
        }
    }
}
