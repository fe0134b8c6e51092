internal import HTTPTypes
internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// The metadata of volumes and of snapshots, whole and item by item.
extension Handlers {
    func listVolumeMetadata(_ call: Call) throws -> Reply {
        metadata(try control.volume(call.volumeID, by: call.caller).metadata, call, tagged: call.version >= Microversion(15))
    }

    func createVolumeMetadata(_ call: Call) async throws -> Reply {
        let new = call.body.texts("metadata") ?? [:]
        return metadata(try await control.editMetadata(of: call.volumeID, by: call.caller) { $0.merge(new) { _, new in new } }, call)
    }

    func replaceVolumeMetadata(_ call: Call) async throws -> Reply {
        let (new, condition) = (call.body.texts("metadata") ?? [:], call.metadataCondition)
        let all = try await control.editMetadata(of: call.volumeID, by: call.caller) { metadata in
            try condition.check(metadata)
            metadata = new
        }
        return metadata(all, call)
    }

    func showVolumeMetadataKey(_ call: Call) throws -> Reply {
        try item(of: try control.volume(call.volumeID, by: call.caller).metadata, call)
    }

    func updateVolumeMetadataKey(_ call: Call) async throws -> Reply {
        let (key, value, condition) = (call.metadataKey, try call.metadataItem(), call.metadataCondition)
        let all = try await control.editMetadata(of: call.volumeID, by: call.caller) { metadata in
            try condition.check(metadata)
            metadata[key] = value
        }
        return try item(of: all, call)
    }

    func deleteVolumeMetadataKey(_ call: Call) async throws -> Reply {
        let key = call.metadataKey
        _ = try await control.editMetadata(of: call.volumeID, by: call.caller) { metadata in
            guard metadata.removeValue(forKey: key) != nil else { throw Fault.noMetadataItem }
        }
        return .empty(call.route.success)
    }

    func listSnapshotMetadata(_ call: Call) throws -> Reply {
        metadata(try control.snapshot(call.snapshotID, by: call.caller).metadata, call)
    }

    func createSnapshotMetadata(_ call: Call) async throws -> Reply {
        let new = call.body.texts("metadata") ?? [:]
        return metadata(try await control.editMetadata(of: call.snapshotID, by: call.caller) { $0.merge(new) { _, new in new } }, call)
    }

    func replaceSnapshotMetadata(_ call: Call) async throws -> Reply {
        let new = call.body.texts("metadata") ?? [:]
        return metadata(try await control.editMetadata(of: call.snapshotID, by: call.caller) { $0 = new }, call)
    }

    func showSnapshotMetadataKey(_ call: Call) throws -> Reply {
        try item(of: try control.snapshot(call.snapshotID, by: call.caller).metadata, call)
    }

    func updateSnapshotMetadataKey(_ call: Call) async throws -> Reply {
        let (key, value) = (call.metadataKey, try call.metadataItem())
        return try item(of: try await control.editMetadata(of: call.snapshotID, by: call.caller) { $0[key] = value }, call)
    }

    func deleteSnapshotMetadataKey(_ call: Call) async throws -> Reply {
        let key = call.metadataKey
        _ = try await control.editMetadata(of: call.snapshotID, by: call.caller) { metadata in
            guard metadata.removeValue(forKey: key) != nil else { throw Fault.noMetadataItem }
        }
        return .empty(call.route.success)
    }

    // MARK: Bodies

    /// `{"metadata": {…}}`.
    func metadataBody(_ metadata: [String: String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("metadata")
        writer.object(metadata)
        writer.endObject()
        return writer.bytes
    }

    private func metadata(_ metadata: [String: String], _ call: Call, tagged: Bool = false) -> Reply {
        .json(call.route.success, metadataBody(metadata), headers: tagged ? [(.eTag, MetadataCondition.tag(of: metadata))] : [])
    }

    private func item(of metadata: [String: String], _ call: Call) throws -> Reply {
        guard let value = metadata[call.metadataKey] else { throw Fault.noMetadataItem }
        let body: JSONValue = ["meta": .object([call.metadataKey: .string(value)])]
        return .json(call.route.success, body.serialized())
    }
}

/// The state of the metadata that a change insists on with `If-Match` (from 3.15).
struct MetadataCondition: Sendable {
    /// The tags that the client accepts; nil accepts any.
    let tags: String?

    /// Refuses metadata that changed since the client read it (412).
    func check(_ metadata: [String: String]) throws {
        guard let tags, tags != "*" else { return }
        guard tags.contains(Self.tag(of: metadata)) else {
            throw Fault(
                .preconditionFailed,
                "The metadata has changed since it was read.",
                correction: "Read it again and send its new ETag in If-Match."
            )
        }
    }

    /// The tag of a map: the same for equal maps.
    static func tag(of metadata: [String: String]) -> String {
        var fingerprint = Fingerprint()
        fingerprint.add(metadata.jsonText.utf8)
        return "\"\(fingerprint.text)\""
    }
}

extension Call {
    /// The snapshot that the path names.
    var snapshotID: SnapshotID { SnapshotID(rawValue: id) }

    fileprivate var metadataKey: String { parameters.last ?? "" }

    fileprivate var metadataCondition: MetadataCondition {
        MetadataCondition(tags: version >= Microversion(15) ? headers[.ifMatch] : nil)
    }

    /// The value of the one item of the body, whose key must be the path's.
    fileprivate func metadataItem() throws -> String {
        guard let value = body["meta"]?[metadataKey]?.string else { throw Fault(.badRequest, "Request body and URI mismatch") }
        return value
    }
}

extension Fault {
    fileprivate static let noMetadataItem = Fault(.notFound, "Metadata item was not found")
}
