import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// Taking objects over and giving them up.
    static let manageChecks = [
        Check("an object is managed, used, unmanaged and managed again with its bytes") { subject in
            let managing = try subject.managing
            let name = "legacy.disk-01"
            try await subject.required(subject.addForeignObject)(name, ByteCount(1_500_000_000))
            let reference: [String: JSONValue] = ["source-name": .string(name)]
            let size = try await managing.sizeOfExisting(reference)
            try subject.requireEqual(size, GibiByteCount(2), "size of the foreign object")
            let volume = Sample.volume(2)
            _ = try await managing.manageExisting(volume, reference: reference)
            _ = try await managing.manageExisting(volume, reference: reference)
            try await subject.requireLength(volume, size, "the managed volume")
            try await Pattern(seed: 60).write(to: volume, through: subject.bytes)
            try await subject.requireInventory(volumes: [volume], "after manage")
            try await managing.unmanage(volume)
            try await managing.unmanage(volume)
            try await subject.requireInventory("after unmanage")
            let offered = try await managing.manageableVolumes(known: []).filter(\.isSafeToManage)
            try subject.requireEqual(offered.count, 1, "number of objects that can be managed")
            guard let again = offered.first else { return }
            let second = Sample.volume(2)
            _ = try await managing.manageExisting(second, reference: again.reference)
            try await Pattern(seed: 60).requireOn(second, "the volume managed again", through: subject.bytes)
        },
        Check("an object that was managed goes back to its reference, and to another name when that is taken") { subject in
            let managing = try subject.managing
            let add = try subject.required(subject.addForeignObject)
            let (name, volume) = ("legacy.disk-02", Sample.volume(1))
            let reference: [String: JSONValue] = ["source-name": .string(name)]
            try await managing.releaseExisting(volume, to: reference)
            try await add(name, GibiByteCount(1).bytes)
            for _ in 0..<2 {
                _ = try await managing.manageExisting(volume, reference: reference)
                try await managing.releaseExisting(volume, to: reference)
                try await managing.releaseExisting(volume, to: reference)
                try await subject.requireInventory("after the release")
                try subject.requireEqual(try await managing.sizeOfExisting(reference), GibiByteCount(1), "size of what was released")
            }
            _ = try await managing.manageExisting(volume, reference: reference)
            try await Pattern(seed: 62).write(to: volume, through: subject.bytes)
            try await add(name, GibiByteCount(2).bytes)
            try await managing.releaseExisting(volume, to: reference)
            try subject.requireEqual(try await managing.sizeOfExisting(reference), GibiByteCount(2), "size of what has the name now")
            let others = try await managing.manageableVolumes(known: []).filter { $0.isSafeToManage && $0.reference != reference }
            try subject.requireEqual(others.count, 1, "number of other objects that can be managed")
            guard let other = others.first else { return }
            _ = try await managing.manageExisting(volume, reference: other.reference)
            try await Pattern(seed: 62).requireOn(volume, "the volume that had to take another name", through: subject.bytes)
        },
        Check("the list of manageable volumes says what is ours and why others are not safe") { subject in
            let managing = try subject.managing
            let add = try subject.required(subject.addForeignObject)
            let (known, unknown) = (Sample.volume(), Sample.volume())
            for volume in [known, unknown] { _ = try await subject.driver.createVolume(volume) }
            try await add("zz-free", GibiByteCount(1).bytes)
            let list = try await managing.manageableVolumes(known: [known])
            try subject.requireEqual(list.filter(\.isSafeToManage).map(\.size), [GibiByteCount(1)], "what is safe to manage")
            try subject.requireEqual(list.compactMap(\.knownID), [known.id.rawValue], "what is managed already")
            for object in list where !object.isSafeToManage {
                try subject.require(object.reasonNotSafe?.isEmpty == false, "\(object.reference) is not safe for no reason")
            }
        },
        Check("bad references are refused and change nothing") { subject in
            let managing = try subject.managing
            let ours = Sample.volume()
            _ = try await subject.driver.createVolume(ours)
            let before = Set(try await subject.namesOnBackend())
            let references: [[String: JSONValue]] = [
                [:], ["source-name": ""], ["source-name": "missing"], ["source-name": ".."], ["source-name": "."],
                ["source-name": "../missing"], ["source-name": "/etc/passwd"], ["source-name": "a/b"], ["source-name": 7],
                ["source-name": .null], ["source-name": .string(String(repeating: "x", count: 5000))], ["source-name": "nul\0byte"],
            ]
            for reference in references {
                let failures = [
                    try await subject.requireFailure("size of \(reference)") { _ = try await managing.sizeOfExisting(reference) },
                    try await subject.requireFailure("managing \(reference)") {
                        _ = try await managing.manageExisting(Sample.volume(), reference: reference)
                    },
                ]
                for failure in failures { try subject.requireEqual(failure.code, .invalidReference, "code of \"\(failure)\"") }
            }
            for object in try await managing.manageableVolumes(known: [ours]) {
                let failure = try await subject.requireFailure("managing what is managed") {
                    _ = try await managing.manageExisting(Sample.volume(), reference: object.reference)
                }
                try subject.requireEqual(failure.code, .alreadyManaged, "code of \"\(failure)\"")
            }
            try subject.requireEqual(Set(try await subject.namesOnBackend()), before, "names on the backend")
        },
        Check("a snapshot is unmanaged and managed again with its bytes") { subject in
            let managing = try subject.snapshotManaging
            let volume = Sample.volume()
            let (first, second) = (Sample.snapshot(of: volume), Sample.snapshot(of: volume))
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 61).write(to: volume, through: subject.bytes)
            _ = try await managing.createSnapshot(first, of: volume)
            let listed = try await managing.manageableSnapshots(known: [first]).first { $0.knownID == first.id.rawValue }
            try subject.require(listed?.isSafeToManage == false, "a snapshot of ours is not listed, or as safe to manage")
            try subject.require(listed?.sourceReference != nil, "the listed snapshot does not name its volume")
            try await managing.unmanageSnapshot(first, of: volume)
            try await managing.unmanageSnapshot(first, of: volume)
            try await subject.requireInventory(volumes: [volume], "after the snapshot was unmanaged")
            guard let offered = try await managing.manageableSnapshots(known: []).first(where: \.isSafeToManage) else {
                throw ConformanceFailure("an unmanaged snapshot is not offered to be managed")
            }
            _ = try await managing.manageExistingSnapshot(second, of: volume, reference: offered.reference)
            try await managing.releaseExistingSnapshot(second, of: volume, to: offered.reference)
            try await managing.releaseExistingSnapshot(second, of: volume, to: offered.reference)
            try await subject.requireInventory(volumes: [volume], "after the snapshot was released")
            let size = try await managing.sizeOfExistingSnapshot(offered.reference, of: volume)
            try subject.requireEqual(size, volume.size, "size of the unmanaged snapshot")
            _ = try await managing.manageExistingSnapshot(second, of: volume, reference: offered.reference)
            _ = try await managing.manageExistingSnapshot(second, of: volume, reference: offered.reference)
            let copy = Sample.volume()
            _ = try await managing.createVolume(copy, from: second, progress: unwatched)
            try await Pattern(seed: 61).requireOn(copy, "the volume from the snapshot managed again", through: subject.bytes)
            try await subject.requireInventory(volumes: [volume, copy], snapshots: [second], "after the snapshot was managed again")
        },
    ]
}
