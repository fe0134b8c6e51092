import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem

extension WriteTransaction {
    /// The export of a volume, made now if there is none: a number out of quarantine and, with CHAP, fresh credentials.
    func exportRow(for volume: Volume, environment: FlowEnvironment, now: Timestamp) throws -> (row: ExportRecord, isNew: Bool) {
        if let row = try export(of: volume.id) { return (row, false) }
        guard let host = volume.host, let backend = environment.backends.backend(at: host.backend) else {
            throw StepRefusal(code: "notPlaced", message: "The volume \(volume.id) is not on a configured backend.")
        }
        // 16 characters, as the field's helpers make them; some initiators take neither fewer than 12 nor more than 16.
        let user = backend.usesCHAP ? environment.ids.secret(length: 20).reveal() : ""
        let password = backend.usesCHAP ? environment.ids.secret(length: 16) : Secret("")
        let row = try allocateExport(
            for: volume.id,
            chapUser: user,
            chapSecret: password,
            now: now,
            quarantineSeconds: backend.numberQuarantineSeconds
        )
        return (row, true)
    }

    /// Starts a flow that takes a volume's export away with every connection; nothing when it is not exported.
    ///
    /// With `untilDone` it is tried until the backend has answered, and whoever wants to connect waits for it.
    func startWithdrawal(of volume: Volume, untilDone: Bool = false, flows: FlowStarter) throws {
        guard try export(of: volume.id) != nil else { return }
        try flows.start(
            WithdrawExport.self,
            memo: WithdrawExport.Memo(volumeID: volume.id, backend: volume.host?.backend, isTriedUntilDone: untilDone),
            about: .volume(volume.id),
            project: volume.projectID,
            locks: [.shared(.volume(volume.id)), .exclusive(.export(volume.id))],
            in: self
        )
    }
}

extension StoreReading {
    /// The connectors that may reach a volume: those of its attachments, but for one, and those of the legacy calls.
    func connectors(of id: VolumeID, without attachment: AttachmentID? = nil) throws -> [Connector] {
        try attachedConnectors(of: id, without: attachment) + (export(of: id)?.connectors ?? [])
    }

    /// The connectors that may reach a volume by its attachments, but for one.
    func attachedConnectors(of id: VolumeID, without attachment: AttachmentID? = nil) throws -> [Connector] {
        try attachments(of: id).filter { $0.id != attachment }.flatMap(\.connectors)
    }
}

extension Connector {
    /// Whether two connectors are the same initiator to the target.
    func isSameInitiator(as other: Connector) -> Bool {
        if let initiator { return initiator == other.initiator }
        if let nqn { return nqn == other.nqn }
        if !wwpns.isEmpty { return Set(wwpns) == Set(other.wwpns) }
        return host == other.host
    }
}

/// The flow that takes an export away with all its connections.
struct WithdrawExport: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// Where the volume is.
        var backend: BackendAddress?
        /// Whether a backend that is away is asked until it answers; nil means no.
        var isTriedUntilDone: Bool?
    }

    static let kind = FlowKind("volume.unexport")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .call(
                "removeExport",
                at: { .at($0.backend) },
                retryFor: { $0.isTriedUntilDone == true ? .untilDone : .standard },
                isPointOfNoReturn: true,
                execute: remove
            ),
            .transaction("releaseNumber") { transaction, memo, scope in
                try transaction.releaseExport(of: memo.volumeID, now: scope.now)
            },
        ]
    }

    private func remove(_ memo: inout Memo, _: StepScope) async throws {
        guard let volume = try environment.store.read({ try $0.volume(memo.volumeID) }),
            let export = try environment.export(of: volume)
        else { return }
        try await environment.backends.ready(volume.host).driver.removeExport(export)
    }

    /// Who was let in still is, as the export's row says: the owner is told.
    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        try transaction.tell(
            .updatingAttachment,
            .detachFailed,
            about: .volume(memo.volumeID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
