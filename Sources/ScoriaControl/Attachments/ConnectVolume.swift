import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore

/// The flow that lets an initiator in: exported, connected, recorded.
///
/// The caller waits for its end.
struct ConnectVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// The attachment that the connection is for; nil for the legacy `os-initialize_connection`.
        var attachmentID: AttachmentID?
        var connector: Connector
        /// The mode that the connection will have.
        var mode: AttachMode
        /// Whether the attachment was made by this very request and goes away with its failure.
        var isNewAttachment = false
        var isNewExport = false
        /// Whether the initiator had been let in before, so that an undo must not shut it out.
        var wasConnected = false
        /// Where the volume is.
        var backend: BackendAddress?
        var update: ProviderUpdate?
    }

    static let kind = FlowKind("attachment.connect")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        let station: @Sendable (Memo) -> Station = { .at($0.backend) }
        return [
            .transaction("allocateExport", execute: allocate, undo: release),
            .call("createExport", at: station, retry: .interactive, deadlineSeconds: 60, execute: export, undo: unexport),
            // The answer may hold a secret.
            .ask(
                "connectInitiator",
                at: station,
                retry: .interactive,
                deadlineSeconds: 60,
                execute: connect,
                record: record,
                undo: disconnect
            ),
        ]
    }

    private func allocate(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard let volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        memo.isNewExport = try transaction.exportRow(for: volume, environment: environment, now: scope.now).isNew
        memo.backend = volume.host?.backend
        let connector = memo.connector
        memo.wasConnected = try transaction.connectors(of: volume.id).contains { $0.isSameInitiator(as: connector) }
    }

    private func release(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        if memo.isNewExport, try others(memo, in: transaction).isEmpty { try transaction.releaseExport(of: memo.volumeID, now: scope.now) }
    }

    private func export(_ memo: inout Memo, _: StepScope) async throws {
        let (backend, request) = try target(memo)
        memo.update = try await backend.driver.createExport(request)
    }

    private func unexport(_ memo: inout Memo, _: StepScope) async throws {
        guard memo.isNewExport, try environment.store.read({ try others(memo, in: $0) }).isEmpty else { return }
        let (backend, request) = try target(memo)
        try await backend.driver.removeExport(request)
    }

    private func connect(_ memo: inout Memo, _: StepScope) async throws -> ConnectionInfo {
        let (backend, request) = try target(memo)
        return try await backend.driver.initializeConnection(request, connector: memo.connector)
    }

    private func disconnect(_ memo: inout Memo, _: StepScope) async throws {
        let connector = memo.connector
        guard !memo.wasConnected, try !environment.store.read({ try others(memo, in: $0) }).contains(where: connector.isSameInitiator)
        else { return }
        let (backend, request) = try target(memo)
        try await backend.driver.terminateConnection(request, connector: memo.connector)
    }

    private func record(_ transaction: WriteTransaction, _ memo: inout Memo, _ info: ConnectionInfo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        if let update = memo.update { volume.apply(update) }
        volume.updatedAt = scope.now
        if let id = memo.attachmentID {
            guard var attachment = try transaction.attachment(id) else { throw StepRefusal.gone("attachment", id.rawValue) }
            volume.adminMetadata[Volume.attachedModeKey] = memo.mode.rawValue
            attachment.replaceConnector(by: memo.connector)
            attachment.attachedHost = memo.connector.host
            attachment.mountpoint = memo.connector.mountpoint ?? attachment.mountpoint
            attachment.mode = memo.mode
            attachment.connectionInfo = info.completed(
                for: volume,
                mode: memo.mode,
                connector: memo.connector,
                qosSpecs: try transaction.connectionSpecs(of: volume)
            )
            attachment.updatedAt = scope.now
            try transaction.update(attachment)
            if attachment.status != .attached { _ = try transaction.move(id, from: nil, to: .attaching, at: scope.now) }
        } else {
            let connector = memo.connector
            let others = (try transaction.export(of: volume.id)?.connectors ?? []).filter { !$0.isSameInitiator(as: connector) }
            try transaction.setConnectors(others + [connector], ofExport: volume.id)
        }
        try transaction.update(volume)
        if memo.attachmentID != nil { try transaction.settleAttachments(of: volume.id, at: scope.now) }
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        guard let id = memo.attachmentID else { return }
        if memo.isNewAttachment {
            try transaction.delete(id)
        } else if try transaction.attachment(id)?.connectionInfo == nil {
            _ = try transaction.move(id, from: [.attaching], to: .reserved, at: scope.now)
        }
        try transaction.settleAttachments(of: memo.volumeID, at: scope.now)
        try transaction.tell(
            .updatingAttachment,
            .attachFailed,
            about: .volume(memo.volumeID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }

    /// Who is connected by what has been recorded, and must not lose it by an undo: by others, or by the attachment itself before this flow, or
    /// after it, since an undo that an operator has let try again comes late.
    private func others(_ memo: Memo, in reading: some StoreReading) throws -> [Connector] {
        try reading.connectors(of: memo.volumeID)
    }

    private func target(_ memo: Memo) throws -> (Backend, ExportRequest) {
        let volume = try environment.volume(memo.volumeID)
        guard let export = try environment.export(of: volume) else {
            throw StepRefusal(code: "internal", message: "The export of the volume \(volume.id) was released meanwhile.")
        }
        return (try environment.backends.ready(volume.host), export)
    }
}

extension Attachment {
    /// Makes `connector` the one that the attachment is for, and remembers the initiator that it takes the place of.
    fileprivate mutating func replaceConnector(by connector: Connector) {
        formerConnectors = connectors.filter { !$0.isSameInitiator(as: connector) }
        self.connector = connector
    }
}

extension ConnectionInfo {
    /// The info with what the service adds to the driver's (`driver-interface.md` 6).
    func completed(for volume: Volume, mode: AttachMode, connector: Connector, qosSpecs: [String: JSONValue]?) -> ConnectionInfo {
        var info = self
        info.data["qos_specs"] = qosSpecs.map(JSONValue.object) ?? .null
        info.data["access_mode"] = .string(mode.rawValue)
        info.data["encrypted"] = .bool(volume.isEncrypted)
        info.data["cacheable"] = false
        if connector.fields["enforce_multipath"] != nil { info.data["enforce_multipath"] = .bool(connector.enforcesMultipath) }
        return info
    }
}
