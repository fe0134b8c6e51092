import ScoriaDriver
import ScoriaFlow
import ScoriaModel
public import ScoriaScheduler
public import ScoriaStore
public import ScoriaSystem

/// What the flows' steps work with.
public struct FlowEnvironment: Sendable {
    let store: Store
    let backends: Backends
    let scheduler: Scheduler
    let ids: IDSource
    let settings: ControlSettings

    /// The environment of a process.
    public init(store: Store, backends: Backends, scheduler: Scheduler, ids: IDSource, settings: ControlSettings) {
        self.store = store
        self.backends = backends
        self.scheduler = scheduler
        self.ids = ids
        self.settings = settings
    }

    /// The volume's present row.
    func volume(_ id: VolumeID) throws -> Volume {
        guard let volume = try store.read({ try $0.volume(id) }) else { throw StepRefusal.gone("volume", id.rawValue) }
        return volume
    }

    /// The volume's row, for an undo that takes its bytes away; refused once somebody has made the volume usable by resetting its status.
    ///
    /// An undo that failed rests without locks until an operator lets it try again, and much may have happened by then.
    func unusableVolume(_ id: VolumeID) throws -> Volume {
        let volume = try volume(id)
        switch volume.status {
        case .creating, .managing, .deleting, .error, .errorManaging, .errorManagingDeleting, .errorDeleting: return volume
        default: throw StepRefusal.usable("volume", id.rawValue, volume.status.rawValue)
        }
    }

    /// The snapshot's row, for an undo that takes its bytes away; see ``unusableVolume(_:)``.
    func unusableSnapshot(_ id: SnapshotID) throws -> Snapshot {
        let snapshot = try snapshot(id)
        switch snapshot.status {
        case .creating, .deleting, .error, .errorDeleting: return snapshot
        default: throw StepRefusal.usable("snapshot", id.rawValue, snapshot.status.rawValue)
        }
    }

    /// The snapshot's present row.
    func snapshot(_ id: SnapshotID) throws -> Snapshot {
        guard let snapshot = try store.read({ try $0.snapshot(id) }) else { throw StepRefusal.gone("snapshot", id.rawValue) }
        return snapshot
    }

    /// The present export of a volume as a driver takes it; nil when it is not exported.
    func export(of volume: Volume) throws -> ExportRequest? {
        try store.read { try $0.export(of: volume.id) }.map { ExportRequest(volume: volume, row: $0) }
    }
}

extension ExportRequest {
    init(volume: Volume, row: ExportRecord) {
        self.init(volume: volume, number: row.number, chap: row.chapCredentials)
    }
}

extension ExportRecord {
    /// The credentials of the export; nil when CHAP is off, which the row keeps as an empty user.
    var chapCredentials: CHAPCredentials? {
        chapUser.isEmpty ? nil : CHAPCredentials(user: chapUser, password: chapSecret)
    }
}

extension StepRefusal {
    /// The row that a step needs is not there any more.
    static func gone(_ kind: String, _ id: String) -> StepRefusal {
        StepRefusal(code: "notFound", message: "The \(kind) \(id) is gone.")
    }

    /// The status has been changed by others than the flow.
    static func movedOn(_ kind: String, _ id: String) -> StepRefusal {
        StepRefusal(code: "statusChanged", message: "The \(kind) \(id) is no longer 'creating'.")
    }

    /// What is to be taken away has come into use.
    static func usable(_ kind: String, _ id: String, _ status: String) -> StepRefusal {
        StepRefusal(
            code: "statusChanged",
            message: "The \(kind) \(id) is '\(status)' by now, so what the failed operation has left of it is not taken away.",
            correction: "Delete the \(kind), or abandon the operation to keep it."
        )
    }
}

extension StepScope {
    /// Reports a copy's progress in bytes.
    var byteProgress: ProgressReport {
        let report = reportProgress
        return { done, total in report(done.rawValue, total.rawValue, "bytes") }
    }
}

extension Backend {
    /// The driver as one that has an ability.
    ///
    /// Throws a permanent ``DriverError`` when it has not.
    func ability<Ability>(_ doing: String) throws -> Ability {
        guard let driver = driver as? Ability else {
            throw DriverError(.notSupported, .permanent, "The backend \(address) cannot \(doing).")
        }
        return driver
    }
}

extension Volume {
    mutating func apply(_ update: ProviderUpdate) {
        if let id = update.providerID { providerID = id }
        if let location = update.providerLocation { providerLocation = location }
    }
}

extension Snapshot {
    mutating func apply(_ update: ProviderUpdate) {
        if let id = update.providerID { providerID = id }
        if let location = update.providerLocation { providerLocation = location }
    }
}

extension String {
    /// The name of the lock on a volume.
    static func volume(_ id: VolumeID) -> String { "volume:\(id)" }
    /// The name of the lock on a volume's export and connections.
    static func export(_ id: VolumeID) -> String { "export:\(id)" }
    /// The name of the lock on a snapshot.
    static func snapshot(_ id: SnapshotID) -> String { "snapshot:\(id)" }
}
