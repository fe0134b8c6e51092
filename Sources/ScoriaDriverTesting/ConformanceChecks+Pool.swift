import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// What the backend tells of itself, and what it does when it is full.
    static let poolChecks = [
        Check("the inventory equals what was made") { subject in
            let inventories = try subject.inventories
            try subject.requireEqual(try await inventories.inventory(), [], "inventory of a fresh backend")
            let volumes = (0..<3).map { _ in Sample.volume() }
            for volume in volumes { _ = try await subject.driver.createVolume(volume) }
            let snapshot = Sample.snapshot(of: volumes[0])
            _ = try await subject.snapshots.createSnapshot(snapshot, of: volumes[0])
            try await subject.requireInventory(volumes: volumes, snapshots: [snapshot], "after three volumes and a snapshot")
            try await subject.driver.deleteVolume(volumes[1])
            try await subject.requireInventory(volumes: [volumes[0], volumes[2]], snapshots: [snapshot], "after a delete")
        },
        Check("a volume is found by the id that a migration left it") { subject in
            var volume = Sample.volume()
            volume.nameID = Sample.volume().id
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 70).write(to: volume, through: subject.bytes)
            try await subject.requireInventory(volumes: [volume], "of a migrated volume")
            try await Pattern(seed: 70).requireOn(volume, "the migrated volume", through: subject.bytes)
            try await subject.driver.deleteVolume(volume)
            try await subject.requireInventory("after the migrated volume was deleted")
        },
        Check("statistics are sane and move with use") { subject in
            let before = try await firstPool(subject)
            let volumes = [Sample.volume(2), Sample.volume(3)]
            for volume in volumes { _ = try await subject.driver.createVolume(volume) }
            let after = try await firstPool(subject)
            if let old = before.provisionedCapacity, let new = after.provisionedCapacity {
                try subject.require(abs(new - old - 5) < 0.01, "5 GiB more are provisioned, and the report went from \(old) to \(new)")
            }
            let megabyte = [UInt8](repeating: 0xA5, count: 1 << 20)
            for number in 0..<64 { try await subject.bytes.write(megabyte, to: volumes[0], at: Int64(number) << 20) }
            let used = try await firstPool(subject)
            if used.supportsThin, let free = after.freeCapacity.gibibytes, let left = used.freeCapacity.gibibytes {
                try subject.require(left < free, "64 MiB were written, and the free capacity went from \(free) to \(left)")
            }
            for volume in volumes { try await subject.driver.deleteVolume(volume) }
            let last = try await firstPool(subject)
            try subject.requireEqual(last.provisionedCapacity, before.provisionedCapacity, "what is provisioned after the deletes")
        },
        Check("a full pool says so, for good, and keeps nothing half-made") { subject in try await fullPool(subject) },
    ]

    private static func firstPool(_ subject: ConformanceSubject) async throws -> PoolStatistics {
        let statistics = try await subject.driver.statistics()
        try subject.require(!statistics.backendName.isEmpty && !statistics.storageProtocol.isEmpty, "the backend does not say what it is")
        guard let pool = statistics.pools.first else { throw ConformanceFailure("the backend reports no pool") }
        for pool in statistics.pools {
            try subject.require(!pool.name.isEmpty, "a pool has no name")
            try subject.require((0...100).contains(pool.reservedPercentage), "pool \(pool.name) reserves \(pool.reservedPercentage) %")
            if let total = pool.totalCapacity.gibibytes, let free = pool.freeCapacity.gibibytes {
                try subject.require(total > 0 && free >= 0 && free <= total, "pool \(pool.name) has \(free) of \(total) GiB free")
            }
            try subject.require(pool.provisionedCapacity ?? 0 >= 0, "pool \(pool.name) has provisioned less than nothing")
            try subject.require(pool.supportsThin || pool.supportsThick, "pool \(pool.name) is neither thin nor thick")
        }
        return pool
    }

    private static func fullPool(_ subject: ConformanceSubject) async throws {
        let clones = try subject.clones
        let exhaust = try subject.required(subject.exhaust)
        let (source, copy) = (Sample.volume(), Sample.volume())
        let snapshot = Sample.snapshot(of: source)
        _ = try await subject.driver.createVolume(source)
        let block = [UInt8](repeating: 0x5A, count: 1 << 20)
        for number in 0..<8 { try await subject.bytes.write(block, to: source, at: Int64(number) << 20) }
        try await exhaust()
        if !subject.copiesTakeNoSpace {
            let failures = [
                try await subject.requireFailure("cloning on a full pool") {
                    _ = try await clones.cloneVolume(copy, from: source, progress: unwatched)
                },
                try await subject.requireFailure("taking a snapshot on a full pool") {
                    _ = try await subject.snapshots.createSnapshot(snapshot, of: source)
                },
            ]
            for failure in failures {
                try subject.requireEqual(failure.code, .outOfSpace, "code of \"\(failure)\"")
                try subject.requireEqual(failure.disposition, .permanent, "disposition of \"\(failure)\"")
                try subject.require(failure.correction != nil, "\"\(failure)\" does not say what to do")
            }
        }
        try await subject.requireInventory(volumes: [source], "after failures on a full pool")
        let kept = try await subject.bytes.read(source, at: 7 << 20, count: 1 << 20)
        try subject.require(kept == block, "the volume lost bytes when the pool was full")
        try await subject.driver.deleteVolume(source)
        try await subject.requireInventory("after the delete on a full pool")
    }
}
