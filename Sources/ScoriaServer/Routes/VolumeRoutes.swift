internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaIdentity
internal import ScoriaModel
internal import ScoriaStore

/// Volumes: lists, one of them, and what is not an action.
extension Handlers {
    func listVolumes(_ call: Call) throws -> Reply { try list(.summary, call) }

    func listVolumesDetail(_ call: Call) throws -> Reply { try list(.detail, call) }

    func summarizeVolumes(_ call: Call) throws -> Reply {
        var request = try ListRequest(query: call.rawQuery, of: .volume, for: listContext(call))
        // The summary is of a whole project or of all: the field checks filters here and then leaves them out.
        (request.filters, request.matchesNothing) = ([], false)
        let query: VolumeListQuery? = request.storeQuery(.volumes, for: call.caller)
        let (summary, metadata) = try store.read { reader -> (VolumeSummary?, [String: Set<String>]) in
            guard let query else { return (nil, [:]) }
            let metadata = call.version >= Microversion(36) ? try reader.summarizeVolumeMetadata(query) : [:]
            return (try reader.summarizeVolumes(query), metadata)
        }
        var writer = JSONWriter()
        VolumeView.writeSummary(
            count: summary?.count ?? 0,
            totalSize: summary?.totalSize ?? GibiByteCount(0),
            metadata: metadata,
            in: call.version,
            to: &writer
        )
        return .json(call.route.success, writer.bytes)
    }

    func showVolume(_ call: Call) throws -> Reply {
        try volume(call.volumeID, .detail, call)
    }

    func createVolume(_ call: Call) async throws -> Reply {
        try call.checkSources()
        let volume = try await control.createVolume(try call.volumeCreation(), by: call.caller)
        return try self.volume(volume.id, .reply, call)
    }

    func updateVolume(_ call: Call) async throws -> Reply {
        let body = call.body["volume"] ?? .null
        _ = try await control.updateVolume(
            call.volumeID,
            name: body.change("name", "display_name"),
            description: body.change("description", "display_description"),
            metadata: body.texts("metadata").map(FieldChange.set) ?? .keep,
            by: call.caller
        )
        return try volume(call.volumeID, .reply, call)
    }

    func deleteVolume(_ call: Call) async throws -> Reply {
        let query = try QueryString(call.rawQuery)
        let deletion = VolumeDeletion(
            cascades: try query.bool("cascade"),
            isForced: call.version >= Microversion(23) ? try query.bool("force") : false
        )
        guard !deletion.isForced || call.caller.permissions.contains(.forceDelete) else { throw Fault.policyRefuses("volume:force_delete") }
        try await control.deleteVolume(call.volumeID, deletion, by: call.caller)
        return .empty(call.route.success)
    }

    // MARK: Pieces

    /// The answer that shows one volume.
    func volume(_ id: VolumeID, _ shape: VolumeView.Shape, _ call: Call) throws -> Reply {
        let view = VolumeView(call.viewContext)
        let bytes = try store.read { reader in
            try reader.volumeRow(id, in: call.scope) { row in
                var writer = JSONWriter(capacity: 2048)
                try view.write(row, shape, to: &writer)
                return writer.bytes
            }
        }
        guard let bytes else { throw ControlError.notFound("Volume", id.rawValue) }
        return .json(call.route.success, bytes)
    }

    private func list(_ shape: VolumeView.Shape, _ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .volume, for: listContext(call))
        var page = VolumePage(shape, request, call.viewContext)
        let total = try read(
            request,
            .volumes,
            call,
            rows: { try $0.listVolumes($1) { row in try page.add(row) } },
            count: { try $0.countVolumes($1) }
        )
        return .json(call.route.success, page.finish(total: total))
    }

    /// Who asks for a list and within which bounds.
    func listContext(_ call: Call) -> ListContext {
        ListContext(
            version: call.version,
            isAdmin: call.caller.isAdmin,
            maxLimit: settings.maxListLimit,
            allowedFilters: resourceFilters
        )
    }
}

extension Call {
    /// What views need of the call.
    var viewContext: ViewContext {
        ViewContext(version: version, caller: caller, endpoint: endpoint, fields: authorization.fields(for: caller))
    }

    /// Refuses sources of a new volume that the policy does not let the caller read.
    fileprivate func checkSources() throws {
        let volume = body["volume"] ?? .null
        func names(_ key: String) -> String? {
            guard let text = volume[key]?.string, !text.isEmpty else { return nil }
            return text
        }
        func allows(_ name: String) -> Bool { PolicyCatalog.rule(named: name).map { authorization.allows($0, caller) } ?? false }
        if names("imageRef") != nil || names("image_id") != nil, !allows("volume:create_from_image") {
            throw Fault.policyRefuses("volume:create_from_image")
        }
        if names("snapshot_id") != nil, !allows("volume:get_snapshot") { throw Fault.policyRefuses("volume:get_snapshot") }
        if let source = names("source_volid"), !allows("volume:get") { throw Fault(.notFound, "Volume \(source) could not be found.") }
    }

    /// What the body of `POST /volumes` asks for.
    ///
    /// Sources that this release does not have are answered as the field answers names that lead nowhere.
    func volumeCreation() throws -> VolumeCreation {
        let volume = body["volume"] ?? .null
        func text(_ key: String) -> String? {
            guard let text = volume[key]?.string, !text.isEmpty else { return nil }
            return text
        }
        let image = text("imageRef") ?? text("image_id")
        let backup = version >= Microversion(47) ? text("backup_id") : nil
        let (snapshot, source) = (text("snapshot_id"), text("source_volid"))
        guard [image, backup, snapshot, source].count(where: { $0 != nil }) <= 1 else {
            throw Fault(.badRequest, "May specify only one of snapshot, imageRef, source volume or backup")
        }
        guard volume.flag("multiattach") != true else {
            throw Fault(
                .badRequest,
                "multiattach parameter has been removed. Volumes can be attached several times when their volume type allows it.",
                correction: "Use a volume type with the extra spec multiattach=<is> True."
            )
        }
        if let image {
            throw Fault(
                .badRequest,
                "Invalid image identifier or unable to access requested image: no image service is configured for image \(image).",
                correction: "Create an empty volume, or one from a snapshot or a volume."
            )
        }
        if let backup { throw Fault(.notFound, "Backup \(backup) could not be found.") }
        if let group = text("consistencygroup_id") { throw Fault(.notFound, "ConsistencyGroup \(group) could not be found.") }
        if version >= Microversion(13), let group = text("group_id") { throw Fault(.notFound, "Group \(group) could not be found.") }
        return VolumeCreation(
            size: volume.number("size").map { GibiByteCount(Int($0)) },
            name: volume.trimmedText("name", "display_name"),
            description: volume.trimmedText("description", "display_description"),
            source: snapshot.map { .snapshot(ID(canonical: $0)) } ?? source.map { .volume(ID(canonical: $0)) } ?? .nothing,
            volumeType: text("volume_type"),
            availabilityZone: text("availability_zone"),
            metadata: volume.texts("metadata") ?? [:],
            hints: body[SchemaCatalog.schedulerHintsKey]?.schedulerHints ?? SchedulerHints()
        )
    }
}

extension JSONValue {
    /// The wishes of `OS-SCH-HNT:scheduler_hints`, whose form the schema has checked; keys that nobody knows are passed over.
    fileprivate var schedulerHints: SchedulerHints {
        func texts(_ key: String) -> [String]? { self[key].flatMap { $0.array?.compactMap(\.string) ?? $0.string.map { [$0] } } }
        return SchedulerHints(
            sameHost: texts("same_host"),
            differentHost: texts("different_host"),
            localToInstance: self["local_to_instance"]?.string,
            query: self["query"].map { $0.string ?? $0.jsonText }
        )
    }
}

extension ID {
    /// An id from a body, in the form that the database has; text that is no id leads nowhere.
    init(canonical text: String) {
        self = ID(parsing: text) ?? ID(rawValue: text)
    }
}
