internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// The object that a policy rule may ask about.
struct PolicySubject: Sendable {
    /// Which object of a request it is.
    enum Kind: Sendable, Hashable {
        case volume
        case snapshot
        case attachment
        case transfer
        case message
        case operation
        /// A volume that the body names: the object's key and the member of it.
        case volumeOfBody(String, String)
        /// The project of a quota set: it has no row, and its id is in the path.
        case project
    }

    let kind: Kind
    let id: String

    /// The subject of a request; nil when there is none, or when a body does not name it.
    init?(_ kind: Kind?, parameters: [String], body: JSONValue?) {
        guard let kind else { return nil }
        self.kind = kind
        switch kind {
        case .volumeOfBody(let object, let member):
            guard let text = body?[object]?[member]?.string else { return nil }
            id = VolumeID(canonical: text).rawValue
        default:
            guard let first = parameters.first else { return nil }
            id = first
        }
    }

    /// The answer when the object is not there for this caller.
    var absent: Fault {
        switch kind {
        case .volume, .volumeOfBody: Fault(.notFound, "Volume \(id) could not be found.")
        case .snapshot: Fault(.notFound, "Snapshot \(id) could not be found.")
        case .attachment: Fault(.notFound, "Volume attachment \(id) could not be found.")
        case .transfer: Fault(.notFound, "Transfer \(id) could not be found.")
        case .message: Fault(.notFound, "Message \(id) could not be found.")
        case .operation: Fault(.notFound, "Operation \(id) could not be found.")
        case .project: Fault.resourceNotFound
        }
    }

    /// The object's attributes by the field's names, as far as the caller may see the object; nil when there is none.
    ///
    /// The caller's project is part of the query, so that a row of another project is not read.
    func attributes(for caller: Caller, in store: Store) throws -> [String: String]? {
        let scope = caller.isAdmin ? nil : caller.projectID
        return try store.read { reader in
            switch kind {
            case .volume, .volumeOfBody: try reader.volume(VolumeID(rawValue: id), in: scope)?.policyAttributes
            case .snapshot: try reader.snapshot(SnapshotID(rawValue: id), in: scope)?.policyAttributes
            case .attachment:
                // The attachment has no user; its volume's is asked for.
                try reader.attachment(AttachmentID(rawValue: id), in: scope).flatMap { attachment in
                    try reader.volume(attachment.volumeID).map { attachment.policyAttributes(of: $0) }
                }
            case .transfer:
                try reader.transfer(VolumeTransferID(rawValue: id), in: scope).flatMap { transfer in
                    try reader.volume(transfer.volumeID).map(\.policyAttributes)
                }
            case .message:
                try reader.message(UserMessageID(rawValue: id), in: scope).map {
                    ["id": $0.id.rawValue, "project_id": $0.projectID.rawValue]
                }
            case .operation:
                try reader.flow(id, in: scope).map { ["id": $0.id, "project_id": $0.projectID.rawValue] }
            case .project: ["project_id": id]
            }
        }
    }
}

extension PolicySubject.Kind {
    /// The object of a route by its path; nil for collections and for records of the service.
    init?(_ route: Route) {
        let parts = route.path.split(separator: "/")
        let namesOne = parts.count > 1 && parts[1].first == "{"
        switch (parts.first, namesOne) {
        case ("volumes"?, true): self = .volume
        case ("snapshots"?, true): self = .snapshot
        case ("attachments"?, true): self = .attachment
        case ("messages"?, true): self = .message
        case ("operations"?, true): self = .operation
        case ("os-quota-sets"?, true): self = .project
        // Whoever accepts an offer is of another project than the volume.
        case ("os-volume-transfer"?, true), ("volume-transfers"?, true): if parts.last == "accept" { return nil } else { self = .transfer }
        case ("snapshots"?, false) where route.verb == .post: self = .volumeOfBody("snapshot", "volume_id")
        case ("attachments"?, false) where route.verb == .post: self = .volumeOfBody("attachment", "volume_uuid")
        case ("os-volume-transfer"?, false) where route.verb == .post, ("volume-transfers"?, false) where route.verb == .post:
            self = .volumeOfBody("transfer", "volume_id")
        default: return nil
        }
    }
}

extension Volume {
    /// What rules may ask of a volume, in the field's names.
    fileprivate var policyAttributes: [String: String] {
        [
            "id": id.rawValue, "project_id": projectID.rawValue, "user_id": userID.rawValue, "size": "\(size.rawValue)",
            "status": status.rawValue, "attach_status": attachStatus.rawValue, "display_name": name ?? "None",
            "availability_zone": availabilityZone ?? "None", "host": host?.rawValue ?? "None",
            "volume_type_id": volumeTypeID?.rawValue ?? "None", "snapshot_id": snapshotID?.rawValue ?? "None",
            "source_volid": sourceVolumeID?.rawValue ?? "None", "bootable": isBootable ? "True" : "False",
            "multiattach": isMultiattach ? "True" : "False", "encrypted": isEncrypted ? "True" : "False",
        ]
    }
}

extension Snapshot {
    /// What rules may ask of a snapshot, in the field's names.
    fileprivate var policyAttributes: [String: String] {
        [
            "id": id.rawValue, "project_id": projectID.rawValue, "user_id": userID.rawValue, "volume_id": volumeID.rawValue,
            "volume_size": "\(size.rawValue)", "status": status.rawValue, "display_name": name ?? "None",
            "volume_type_id": volumeTypeID?.rawValue ?? "None",
        ]
    }
}

extension Attachment {
    /// What rules may ask of an attachment, in the field's names; owner and user are the volume's.
    fileprivate func policyAttributes(of volume: Volume) -> [String: String] {
        [
            "id": id.rawValue, "volume_id": volumeID.rawValue, "project_id": volume.projectID.rawValue, "user_id": volume.userID.rawValue,
            "instance_uuid": instanceID ?? "None", "attach_status": status.rawValue, "attached_host": attachedHost ?? "None",
        ]
    }
}
