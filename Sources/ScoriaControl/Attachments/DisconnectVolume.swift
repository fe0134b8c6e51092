import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore

/// The flow that shuts out an attachment's initiators, those that were replaced included, and takes the export away when nobody else is connected.
///
/// The caller waits for its end.
struct DisconnectVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// The attachment that goes; nil for the legacy `os-terminate_connection`.
        var attachmentID: AttachmentID?
        /// The initiator that the legacy call names; nil means all that legacy calls have let in.
        var connector: Connector?
        /// The initiators to shut out: nobody else uses them.
        var leaving: [Connector]?
        /// The attachment's status before; nil in flows of earlier versions.
        var former: AttachmentStatus?
        /// Whether nobody else is connected.
        var isLast = false
        /// Where the volume is.
        var backend: BackendAddress?
    }

    static let kind = FlowKind("attachment.disconnect")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        let station: @Sendable (Memo) -> Station = { .at($0.backend) }
        return [
            .transaction("lookAtOthers", execute: lookAtOthers),
            .call(
                "disconnectInitiator",
                at: station,
                retry: .interactive,
                deadlineSeconds: 60,
                isPointOfNoReturn: true,
                isNeeded: { $0.isLast || $0.leaving?.isEmpty == false },
                execute: disconnect
            ),
            .call(
                "removeExport",
                at: station,
                retry: .interactive,
                deadlineSeconds: 60,
                isNeeded: { $0.isLast },
                execute: unexport
            ),
            .transaction("recordEnd", execute: recordEnd),
        ]
    }

    private func lookAtOthers(_ transaction: WriteTransaction, _ memo: inout Memo, _: StepScope) throws {
        var others = try transaction.attachedConnectors(of: memo.volumeID, without: memo.attachmentID)
        let legacy = try transaction.export(of: memo.volumeID)?.connectors ?? []
        let own: [Connector]
        if let id = memo.attachmentID {
            // Looked up here, and not when the flow was asked for: a connection may have been under way then.
            own = try transaction.attachment(id)?.connectors ?? []
            others += legacy
        } else if let connector = memo.connector {
            own = [connector]
            others += legacy.filter { !$0.isSameInitiator(as: connector) }
        } else {
            own = legacy
        }
        memo.leaving = own.filter { connector in !others.contains { $0.isSameInitiator(as: connector) } }
        memo.isLast = others.isEmpty
        memo.backend = try transaction.volume(memo.volumeID)?.host?.backend
    }

    private func disconnect(_ memo: inout Memo, _: StepScope) async throws {
        guard let (backend, export) = try target(memo) else { return }
        let leaving = memo.leaving ?? []
        for connector in leaving { try await backend.driver.terminateConnection(export, connector: connector) }
        // Nobody is known by name, and nobody shall stay.
        if leaving.isEmpty { try await backend.driver.terminateConnection(export, connector: nil) }
    }

    private func unexport(_ memo: inout Memo, _: StepScope) async throws {
        guard let (backend, export) = try target(memo) else { return }
        try await backend.driver.removeExport(export)
    }

    private func recordEnd(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        if let id = memo.attachmentID {
            try transaction.delete(id)
        } else if !memo.isLast {
            let legacy = try transaction.export(of: memo.volumeID)?.connectors ?? []
            let rest = memo.connector.map { connector in legacy.filter { !$0.isSameInitiator(as: connector) } } ?? []
            try transaction.setConnectors(rest, ofExport: memo.volumeID)
        }
        if memo.isLast { try transaction.releaseExport(of: memo.volumeID, now: scope.now) }
        try transaction.settleAttachments(of: memo.volumeID, at: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        if let id = memo.attachmentID {
            // A cancelled flow has not come to its calls: a server that uses the volume still does.
            let former = failure.cause == .cancelled ? memo.former : nil
            _ = try transaction.move(id, from: [.detaching], to: former ?? .errorDetaching, at: scope.now)
        }
        try transaction.tell(
            .updatingAttachment,
            .detachFailed,
            about: .volume(memo.volumeID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }

    private func target(_ memo: Memo) throws -> (Backend, ExportRequest)? {
        guard let volume = try environment.store.read({ try $0.volume(memo.volumeID) }),
            let export = try environment.export(of: volume)
        else { return nil }
        return (try environment.backends.ready(volume.host), export)
    }
}
