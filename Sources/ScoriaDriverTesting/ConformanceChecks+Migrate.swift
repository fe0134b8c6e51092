import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// Moves to other pools that the driver makes by itself.
    public static let migrateChecks = [
        Check("a volume moves to another pool and back with its bytes, and leaves nothing behind") { subject in
            let driver = try subject.migrations
            let there = try await subject.required(subject.migrationDestination)()
            let back = try await ownPool(of: subject)
            let (volume, copy) = (Sample.volume(), Sample.volume())
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 70).write(to: volume, through: subject.bytes)
            for (destination, what) in [
                (there, "the volume that moved"), (there, "the volume that was moved twice"), (back, "the volume that came back"),
            ] {
                try subject.require(try await driver.migrateVolume(volume, to: destination) != nil, "\(what): the driver did not move it")
                try await subject.requireLength(volume, volume.size, what)
                try await Pattern(seed: 70).requireOn(volume, what, through: subject.bytes)
                try await subject.requireZeros(volume, from: 64 << 10, to: 256 << 20, what)
                try await subject.requireInventory(volumes: [volume], "after the move: \(what)")
            }
            _ = try await subject.clones.cloneVolume(copy, from: volume, progress: unwatched)
            try await Pattern(seed: 70).requireOn(copy, "the clone of the volume that moved", through: subject.bytes)
        },
        Check("a move to a pool that the driver cannot reach is left to the service, and changes nothing") { subject in
            let driver = try subject.migrations
            let volume = Sample.volume()
            _ = try await subject.driver.createVolume(volume)
            try await Pattern(seed: 71).write(to: volume, through: subject.bytes)
            for capabilities in [[:], ["location_info": "somewhere:else"]] as [[String: JSONValue]] {
                let nowhere = MigrationDestination(address: PoolAddress(rawValue: "elsewhere@other#other"), capabilities: capabilities)
                let update = try await driver.migrateVolume(volume, to: nowhere)
                try subject.require(update == nil, "a driver says that it moved a volume to a pool that it cannot know")
            }
            try await Pattern(seed: 71).requireOn(volume, "the volume that stayed", through: subject.bytes)
            try await subject.requireInventory(volumes: [volume], "after a move that was left to the service")
        },
        Check("moving a missing volume fails for good and leaves nothing") { subject in
            let driver = try subject.migrations
            let there = try await subject.required(subject.migrationDestination)()
            let failure = try await subject.requireFailure("moving a missing volume") {
                _ = try await driver.migrateVolume(Sample.volume(), to: there)
            }
            try subject.requireEqual(failure.code, .notFound, "code of \"\(failure)\"")
            try subject.requireEqual(failure.disposition, .permanent, "disposition of \"\(failure)\"")
            try await subject.requireInventory("after moving what is missing")
        },
    ]

    /// The pool that the volumes are on, as the driver reports it.
    private static func ownPool(of subject: ConformanceSubject) async throws -> MigrationDestination {
        let statistics = try await subject.driver.statistics()
        guard let pool = statistics.pools.first else { throw ConformanceFailure("the driver reports no pool") }
        return MigrationDestination(address: PoolAddress(rawValue: "host@backend#\(pool.name)"), capabilities: pool.extra)
    }
}
