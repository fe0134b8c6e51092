internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Snapshots and what is done to one.
extension Handlers {
    func listSnapshots(_ call: Call) throws -> Reply { try list(.summary, call) }

    func listSnapshotsDetail(_ call: Call) throws -> Reply { try list(.detail, call) }

    func showSnapshot(_ call: Call) throws -> Reply { try snapshot(call.snapshotID, .detail, call) }

    func createSnapshot(_ call: Call) async throws -> Reply {
        let body = call.body["snapshot"] ?? .null
        let volumeID = body["volume_id"]?.string.map(VolumeID.init(canonical:)) ?? VolumeID(rawValue: "None")
        let force = body.flag("force")
        let needsNoForce = call.version >= Microversion(66)
        if needsNoForce, force == false {
            _ = try control.volume(volumeID, by: call.caller)
            throw Fault(
                .badRequest,
                "Invalid input received: since 3.66 the flag force is gone, and false is refused; volumes are snapshot while attached.",
                correction: "Leave force out."
            )
        }
        let creation = SnapshotCreation(
            volumeID: volumeID,
            name: body.trimmedText("name", "display_name"),
            description: body.trimmedText("description"),
            metadata: body.texts("metadata") ?? [:],
            allowsAttached: needsNoForce || force == true
        )
        return try snapshot(try await control.createSnapshot(creation, by: call.caller).id, .reply, call)
    }

    func updateSnapshot(_ call: Call) async throws -> Reply {
        let body = call.body["snapshot"] ?? .null
        _ = try await control.updateSnapshot(
            call.snapshotID,
            name: body.change("name", "display_name"),
            description: body.change("description", "display_description"),
            by: call.caller
        )
        return try snapshot(call.snapshotID, .reply, call)
    }

    func deleteSnapshot(_ call: Call) async throws -> Reply {
        try await control.deleteSnapshot(call.snapshotID, isForced: false, by: call.caller)
        return .empty(call.route.success)
    }

    func forceDeleteSnapshot(_ call: Call) async throws -> Reply {
        try await control.deleteSnapshot(call.snapshotID, isForced: true, by: call.caller)
        return .empty(call.route.success)
    }

    func resetSnapshotStatus(_ call: Call) async throws -> Reply {
        let text = call.actionBody["status"]?.string?.lowercased() ?? ""
        guard let status = SnapshotStatus(rawValue: text) else {
            throw Fault(.badRequest, "Invalid input for field/attribute status. Value: \(text).")
        }
        try await control.resetStatus(of: call.snapshotID, to: status, by: call.caller)
        return .empty(call.route.success)
    }

    func updateSnapshotStatus(_ call: Call) async throws -> Reply {
        let text = call.actionBody["status"]?.string ?? ""
        guard let status = SnapshotStatus(rawValue: text) else {
            throw Fault(.badRequest, "Invalid snapshot: \"\(text)\" is no status of snapshots.")
        }
        let progress = call.actionBody["progress"]?.string
        try await control.reportStatus(of: call.snapshotID, status, progress: progress, by: call.caller)
        return .empty(call.route.success)
    }

    /// The answer that shows one snapshot.
    func snapshot(_ id: SnapshotID, _ shape: SnapshotView.Shape, _ call: Call) throws -> Reply {
        let view = SnapshotView(call.viewContext)
        let bytes = try store.read { reader in
            try reader.snapshotRow(id, in: call.scope) { row in
                var writer = JSONWriter(capacity: 1024)
                view.write(row, shape, to: &writer)
                return writer.bytes
            }
        }
        guard let bytes else { throw ControlError.notFound("Snapshot", id.rawValue) }
        return .json(call.route.success, bytes)
    }

    private func list(_ shape: SnapshotView.Shape, _ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .snapshot, for: listContext(call))
        var page = SnapshotPage(shape, request, call.viewContext)
        let total = try read(
            request,
            .snapshots,
            call,
            rows: { try $0.listSnapshots($1) { row in page.add(row) } },
            count: { try $0.countSnapshots($1) }
        )
        return .json(call.route.success, page.finish(total: total))
    }
}
