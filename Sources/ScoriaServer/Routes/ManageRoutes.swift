internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Objects of backends that become volumes and snapshots, or cease to be.
extension Handlers {
    func listManageableVolumes(_ call: Call, withDetail: Bool) async throws -> Reply {
        let query = try ManageableQuery(query: call.rawQuery, for: listContext(call))
        let page = try query.page(of: try await control.manageableVolumes(on: try host(query.target, otherwise: .notFound)))
        return call.reply { ManageableView.write(.volumes, page, withDetail: withDetail, to: &$0) }
    }

    func listManageableSnapshots(_ call: Call, withDetail: Bool) async throws -> Reply {
        let query = try ManageableQuery(query: call.rawQuery, for: listContext(call))
        let page = try query.page(of: try await control.manageableSnapshots(on: try host(query.target, otherwise: .notFound)))
        return call.reply { ManageableView.write(.snapshots, page, withDetail: withDetail, to: &$0) }
    }

    func manageVolume(_ call: Call) async throws -> Reply {
        let body = call.body["volume"] ?? .null
        func text(_ key: String) -> String? {
            guard let text = body[key]?.string, !text.isEmpty else { return nil }
            return text
        }
        let takesCluster = call.version >= Microversion(16)
        let request = ManageVolumeRequest(
            host: try host(
                try ManageableQuery.target(
                    host: text("host"),
                    cluster: takesCluster ? text("cluster") : nil,
                    takesCluster: takesCluster
                ),
                otherwise: .badRequest
            ),
            reference: body.reference,
            name: body.trimmedText("name"),
            description: body.trimmedText("description"),
            volumeType: text("volume_type"),
            availabilityZone: text("availability_zone"),
            metadata: body.texts("metadata") ?? [:],
            isBootable: body.flag("bootable") ?? false
        )
        return try managed(try await control.manageVolume(request, by: call.caller).id, call)
    }

    func manageSnapshot(_ call: Call) async throws -> Reply {
        let body = call.body["snapshot"] ?? .null
        let request = ManageSnapshotRequest(
            volumeID: VolumeID(canonical: body["volume_id"]?.string ?? ""),
            reference: body.reference,
            name: body["name"]?.string,
            description: body["description"]?.string,
            metadata: body.texts("metadata") ?? [:]
        )
        return try managed(try await control.manageSnapshot(request, by: call.caller).id, call)
    }

    func unmanageVolume(_ call: Call) async throws -> Reply {
        try await control.unmanageVolume(call.volumeID, by: call.caller)
        return .empty(call.route.success)
    }

    func unmanageSnapshot(_ call: Call) async throws -> Reply {
        try await control.unmanageSnapshot(call.snapshotID, by: call.caller)
        return .empty(call.route.success)
    }

    /// The backend that a request means; the field refuses a cluster that nobody serves differently in lists and in adoptions.
    private func host(_ target: ManageableQuery.Target, otherwise status: Fault.Status) throws -> PoolAddress {
        switch target {
        case .host(let host): return host
        case .cluster(let cluster):
            guard let host = control.host(ofCluster: cluster) else {
                throw Fault(
                    status,
                    "Cluster '\(cluster)' not found",
                    correction: "Name a cluster as the list of clusters has it, or a host."
                )
            }
            return host
        }
    }

    /// The answer to an adoption, which has the fields of the first version whatever was asked for, as in the field.
    func managed(_ id: VolumeID, _ call: Call) throws -> Reply { try volume(id, .reply, call.asked(in: .minimum)) }

    /// The answer to an adoption, as for volumes.
    func managed(_ id: SnapshotID, _ call: Call) throws -> Reply { try snapshot(id, .reply, call.asked(in: .minimum)) }
}

extension JSONValue {
    /// The reference under `ref`; a text stands for the name of the object.
    fileprivate var reference: [String: JSONValue] {
        switch self["ref"] {
        case .object(let members)?: members
        case .string(let name)?: ["source-name": .string(name)]
        default: [:]
        }
    }
}
