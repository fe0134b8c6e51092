public import ScoriaDriver
public import ScoriaModel

/// A driver on storage of its own, and what a check needs to look behind it.
///
/// A test suite makes a fresh one for each check.
public struct ConformanceSubject: Sendable {
    public var driver: any VolumeDriver
    public var bytes: any VolumeBytes
    /// The names of everything on the storage that the driver put there, as the backend has them.
    public var namesOnBackend: @Sendable () async throws -> [String]
    /// Puts an object of zeros on the storage that is not ours, under a name that `source-name` can give; nil when that cannot be done.
    public var addForeignObject: (@Sendable (_ name: String, _ size: ByteCount) async throws -> Void)?
    /// Takes all free space of the storage away; nil when that cannot be done.
    public var exhaust: (@Sendable () async throws -> Void)?
    /// Whether copies take no space, so that they succeed on a full pool.
    public var copiesTakeNoSpace: Bool
    /// Another pool that the driver can move volumes to by itself, on storage that ``bytes`` reads, too; nil when there is none.
    public var migrationDestination: (@Sendable () async throws -> MigrationDestination)?
    /// Puts on the storage what a revert of the volume to the snapshot leaves that is killed halfway; nil when that cannot be done.
    public var leaveRevert: (@Sendable (_ volume: Volume, _ snapshot: Snapshot) async throws -> Void)?
    /// Whether every call takes long, so that checks which repeat a call many times do it less often.
    public var callsAreSlow: Bool

    /// A driver and the ways behind it.
    public init(
        driver: any VolumeDriver,
        bytes: any VolumeBytes,
        namesOnBackend: @escaping @Sendable () async throws -> [String],
        addForeignObject: (@Sendable (_ name: String, _ size: ByteCount) async throws -> Void)? = nil,
        exhaust: (@Sendable () async throws -> Void)? = nil,
        copiesTakeNoSpace: Bool = false,
        migrationDestination: (@Sendable () async throws -> MigrationDestination)? = nil,
        leaveRevert: (@Sendable (_ volume: Volume, _ snapshot: Snapshot) async throws -> Void)? = nil,
        callsAreSlow: Bool = false
    ) {
        self.driver = driver
        self.bytes = bytes
        self.namesOnBackend = namesOnBackend
        self.addForeignObject = addForeignObject
        self.exhaust = exhaust
        self.copiesTakeNoSpace = copiesTakeNoSpace
        self.migrationDestination = migrationDestination
        self.leaveRevert = leaveRevert
        self.callsAreSlow = callsAreSlow
    }
}

/// A point in which a driver does not keep the contract.
public struct ConformanceFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Ends a check whose ability the driver does not have.
struct NotApplicable: Error {}

extension ConformanceSubject {
    var snapshots: any SnapshotDriver { get throws { try ability(driver as? any SnapshotDriver) } }
    var clones: any CloneDriver { get throws { try ability(driver as? any CloneDriver) } }
    var extensions: any ExtendDriver { get throws { try ability(driver as? any ExtendDriver) } }
    var reverts: any RevertDriver { get throws { try ability(driver as? any RevertDriver) } }
    var managing: any ManageDriver { get throws { try ability(driver as? any ManageDriver) } }
    var snapshotManaging: any ManageSnapshotDriver { get throws { try ability(driver as? any ManageSnapshotDriver) } }
    var migrations: any MigrateDriver { get throws { try ability(driver as? any MigrateDriver) } }
    var inventories: any InventoryDriver { get throws { try ability(driver as? any InventoryDriver) } }

    private func ability<Ability>(_ ability: Ability?) throws -> Ability {
        guard let ability else { throw NotApplicable() }
        return ability
    }

    /// Ends the check when the suite cannot do what it needs.
    func required<Means>(_ means: Means?) throws -> Means { try ability(means) }
}

// MARK: - Saying what must hold

extension ConformanceSubject {
    func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        guard condition else { throw ConformanceFailure(what()) }
    }

    func requireEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: @autoclosure () -> String) throws {
        guard found == expected else { throw ConformanceFailure("\(what()): found \(found), expected \(expected)") }
    }

    /// Runs what must fail with a ``DriverError``, and gives that back.
    func requireFailure(_ what: @autoclosure () -> String, _ body: () async throws -> Void) async throws -> DriverError {
        do {
            try await body()
        } catch let error as DriverError {
            try require(!error.message.isEmpty, "\(what()): the error has no message")
            return error
        } catch {
            throw ConformanceFailure("\(what()): threw \(error), which is not a DriverError")
        }
        throw ConformanceFailure("\(what()): succeeded")
    }

    /// Holds that exactly these objects are on the backend, when the driver can tell.
    func requireInventory(volumes: [Volume] = [], snapshots: [Snapshot] = [], _ what: @autoclosure () -> String) async throws {
        guard let driver = driver as? any InventoryDriver else { return }
        let expected = Set(volumes.map { InventoryObject.volume($0.backendID) } + snapshots.map { .snapshot($0.id) })
        try requireEqual(Set(try await driver.inventory()), expected, "inventory \(what())")
    }
}

// MARK: - Bytes

/// A pattern at places where copies go wrong: the beginning, across a block border, the middle, the end.
struct Pattern: Sendable {
    let seed: UInt8

    /// The places, for a volume of this length.
    private func offsets(_ length: ByteCount) -> [Int64] {
        [0, 4096 - 100, length.rawValue / 2 + 7, length.rawValue - 512]
    }

    private func content(_ offset: Int64) -> [UInt8] {
        (0..<512).map { UInt8(truncatingIfNeeded: Int($0) &* 7 &+ Int(seed) &+ Int(truncatingIfNeeded: offset >> 12)) | 1 }
    }

    /// Writes the pattern into the first `length` bytes of a volume.
    func write(to volume: Volume, length: ByteCount? = nil, through bytes: any VolumeBytes) async throws {
        for offset in offsets(length ?? volume.size.bytes) { try await bytes.write(content(offset), to: volume, at: offset) }
    }

    /// Holds that the first `length` bytes of a volume have the pattern.
    func requireOn(_ volume: Volume, length: ByteCount? = nil, _ what: String, through bytes: any VolumeBytes) async throws {
        // The second place overlaps nothing of the first: they lie 3996 bytes apart.
        for offset in offsets(length ?? volume.size.bytes) {
            guard try await bytes.read(volume, at: offset, count: 512) == content(offset) else {
                throw ConformanceFailure("\(what): the bytes at \(offset) are not those that were written")
            }
        }
        // A place that no pattern of any length has been at: copies that leave zeros out show there what lay on the storage before.
        let untouched = (length ?? volume.size.bytes).rawValue / 8 * 3
        guard try await bytes.read(volume, at: untouched, count: 4096).allSatisfy({ $0 == 0 }) else {
            throw ConformanceFailure("\(what): there are bytes at \(untouched), where none were written")
        }
    }
}

extension ConformanceSubject {
    /// Holds that a range of a volume reads as zeros: looked at in samples.
    func requireZeros(_ volume: Volume, from start: Int64, to end: Int64, _ what: String) async throws {
        let step = max((end - start) / 64, 4096)
        for offset in stride(from: start, to: end, by: Int64.Stride(step)) {
            let found = try await bytes.read(volume, at: offset, count: Int(min(4096, end - offset)))
            try require(found.allSatisfy { $0 == 0 }, "\(what): there are bytes other than zero at \(offset)")
        }
        let last = try await bytes.read(volume, at: max(start, end - 4096), count: Int(min(4096, end - start)))
        try require(last.allSatisfy { $0 == 0 }, "\(what): there are bytes other than zero at the end")
    }

    func requireLength(_ volume: Volume, _ size: GibiByteCount, _ what: String) async throws {
        try requireEqual(try await bytes.length(of: volume), size.bytes, "length of \(what)")
    }
}
