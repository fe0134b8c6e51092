import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore

/// The flow that shuts an initiator out and, when it was the last, takes the export away.
///
/// The caller waits for its end.
struct DisconnectVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// The attachment that goes; nil for the legacy `os-terminate_connection`.
        var attachmentID: AttachmentID?
        /// The initiator to shut out; nil shuts out everybody.
        var connector: Connector?
        /// Whether another attachment uses the same initiator, which therefore stays in.
        var isShared = false
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
                isNeeded: { !$0.isShared && ($0.connector != nil || $0.isLast) },
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
        var others = try transaction.attachments(of: memo.volumeID)
            .filter { $0.id != memo.attachmentID && $0.connectionInfo != nil }.compactMap(\.connector)
        let legacy = try transaction.export(of: memo.volumeID)?.connectors ?? []
        if let connector = memo.connector {
            others += memo.attachmentID == nil ? legacy.filter { !$0.isSameInitiator(as: connector) } : legacy
            memo.isShared = others.contains { $0.isSameInitiator(as: connector) }
        } else if memo.attachmentID != nil {
            others += legacy
        }
        memo.isLast = others.isEmpty
        memo.backend = try transaction.volume(memo.volumeID)?.host?.backend
    }

    private func disconnect(_ memo: inout Memo, _: StepScope) async throws {
        guard let (backend, export) = try target(memo) else { return }
        try await backend.driver.terminateConnection(export, connector: memo.connector)
    }

    private func unexport(_ memo: inout Memo, _: StepScope) async throws {
        guard let (backend, export) = try target(memo) else { return }
        try await backend.driver.removeExport(export)
    }

    private func recordEnd(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        if let id = memo.attachmentID {
            try transaction.delete(id)
        } else if let connector = memo.connector {
            let rest = (try transaction.export(of: memo.volumeID)?.connectors ?? []).filter { !$0.isSameInitiator(as: connector) }
            if !memo.isLast { try transaction.setConnectors(rest, ofExport: memo.volumeID) }
        }
        if memo.isLast { try transaction.releaseExport(of: memo.volumeID, now: scope.now) }
        try transaction.settleAttachments(of: memo.volumeID, at: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        if let id = memo.attachmentID {
            _ = try transaction.move(id, from: [.detaching], to: .errorDetaching, at: scope.now)
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
