internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Offers of volumes to other projects, in both generations of routes.
extension Handlers {
    /// Which collection a list belongs to.
    enum TransferCollection: String {
        /// The extension's, which has never had sorts and markers.
        case legacy = "os-volume-transfer"
        case current = "volume-transfers"
    }

    func listTransfers(_ collection: TransferCollection, _ shape: TransferView.Shape, _ call: Call) throws -> Reply {
        let resource: ListedResource = collection == .legacy ? .legacyTransfer : .transfer
        let request = try ListRequest(query: call.rawQuery, of: resource, for: listContext(call))
        var page: [VolumeTransfer] = []
        _ = try read(request, .transfers, call, rows: { page = try $0.listTransfers($1) })
        let path = if case .detail = shape { collection.rawValue + "/detail" } else { collection.rawValue }
        return .json(call.route.success, TransferView.page(page, shape, path: path, request, call.viewContext))
    }

    func showTransfer(_ call: Call) throws -> Reply {
        let transfer = try control.transfer(VolumeTransferID(rawValue: call.id), by: call.caller)
        return call.reply { TransferView(call.viewContext).write(transfer, .detail, to: &$0) }
    }

    func createTransfer(_ collection: TransferCollection, _ call: Call) async throws -> Reply {
        let body = call.body["transfer"] ?? .null
        let isCurrent = collection == .current
        let creation = TransferCreation(
            volumeID: VolumeID(canonical: body["volume_id"]?.string ?? ""),
            name: body.trimmedText("name"),
            leavesSnapshots: isCurrent && call.version >= Microversion(55) && body.flag("no_snapshots") == true,
            allowsEncrypted: isCurrent && call.version >= Microversion(70)
        )
        let (transfer, key) = try await control.createTransfer(creation, by: call.caller)
        return call.reply { TransferView(call.viewContext).write(transfer, .detail, key: key, to: &$0) }
    }

    func acceptTransfer(_ call: Call) async throws -> Reply {
        let given = call.body["accept"]?["auth_key"]
        let key = given?.string ?? given?.integer.map { String($0) } ?? ""
        let transfer = try await control.acceptTransfer(VolumeTransferID(rawValue: call.id), key: Secret(key), by: call.caller)
        return call.reply { TransferView(call.viewContext).write(transfer, .summary, to: &$0) }
    }

    func deleteTransfer(_ call: Call) async throws -> Reply {
        try await control.deleteTransfer(VolumeTransferID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }
}

extension ListAttributes where SortKey == TransferSortKey, FilterKey == TransferFilterKey {
    /// Transfers.
    static let transfers = ListAttributes(
        sorts: ["id": .id, "created_at": .createdAt, "name": .name, "volume_id": .volumeID],
        filters: [
            "id": .id, "name": .name, "volume_id": .volumeID, "source_project_id": .projectID, "no_snapshots": .leavesSnapshots,
            "created_at": .createdAt,
        ]
    )
}
