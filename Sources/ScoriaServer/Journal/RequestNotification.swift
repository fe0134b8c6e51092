internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// What the field tells of a request that changes something itself, without a flow: one line of a table for each route.
///
/// The start of such a change is told by its transaction too, so it is told exactly when the change is made.
struct RequestNotification {
    /// How the events of a route are made.
    private enum Subject {
        /// Events `volume.<stem>.start` and `.end` of the volume in the path.
        case volume(String)
        case snapshot(String)
        /// The same, unless the request has left the work to a flow, which tells it.
        case volumeUnlessFlow(String)
        /// The deletion of a volume that had no place.
        case removedVolume
        /// Of the volume of the attachment in the path.
        case volumeOfAttachmentUnlessFlow(String)
        /// Only the end, whose start was told when the connector came.
        case endOfAttachment(String)
        /// Of the volume that is offered.
        case transfer(String)
        case volumeType(String)
        case extraSpecs(String)
        case typeAccess(String)
        case qosSpecs(String)
        case encryption(String)
    }

    private let subject: Subject

    /// What is told of a route; nil when nothing is.
    init?(_ route: RouteID) {
        switch route {
        case .updateVolume, .createVolumeMetadata, .replaceVolumeMetadata, .updateVolumeMetadataKey, .deleteVolumeMetadataKey,
            .setVolumeBootable, .updateReadOnlyFlag, .setImageMetadata, .unsetImageMetadata:
            subject = .volume("update")
        case .resetVolumeStatus: subject = .volume("reset_status")
        case .attachVolume: subject = .volume("attach")
        case .detachVolume, .forceDetachVolume: subject = .volumeUnlessFlow("detach")
        // A volume that was never placed is removed without a flow.
        case .deleteVolume, .forceDeleteVolume: subject = .removedVolume
        case .deleteAttachment: subject = .volumeOfAttachmentUnlessFlow("detach")
        case .completeAttachment: subject = .endOfAttachment("attach")
        case .updateSnapshot, .createSnapshotMetadata, .replaceSnapshotMetadata, .updateSnapshotMetadataKey, .deleteSnapshotMetadataKey:
            subject = .snapshot("update")
        case .resetSnapshotStatus: subject = .snapshot("reset_status")
        case .createTransfer, .createLegacyTransfer: subject = .transfer("transfer.create")
        case .deleteTransfer, .deleteLegacyTransfer: subject = .transfer("transfer.delete")
        case .acceptTransfer, .acceptLegacyTransfer: subject = .transfer("transfer.accept")
        case .createType: subject = .volumeType("create")
        case .updateType: subject = .volumeType("update")
        case .deleteType: subject = .volumeType("delete")
        case .createExtraSpecs: subject = .extraSpecs("create")
        case .updateExtraSpec: subject = .extraSpecs("update")
        case .deleteExtraSpec: subject = .extraSpecs("delete")
        case .addTypeAccess: subject = .typeAccess("add")
        case .removeTypeAccess: subject = .typeAccess("remove")
        case .createQoSSpecs: subject = .qosSpecs("create")
        case .updateQoSSpecs: subject = .qosSpecs("update")
        case .deleteQoSSpecs: subject = .qosSpecs("delete")
        case .deleteQoSKeys: subject = .qosSpecs("delete_keys")
        case .associateQoSSpecs: subject = .qosSpecs("associate")
        case .disassociateQoSSpecs: subject = .qosSpecs("disassociate")
        case .disassociateQoSSpecsFromAll: subject = .qosSpecs("disassociate_all")
        case .createTypeEncryption: subject = .encryption("create")
        case .updateTypeEncryption: subject = .encryption("update")
        default: return nil
        }
    }

    /// Tells the start, with the resource as it is before the change, where starts are delivered.
    ///
    /// Answers the volume that the end is about, where it cannot be found afterwards.
    func begin(_ call: Call, _ events: EventWriter, in transaction: WriteTransaction) throws -> VolumeID? {
        let delivers = transaction.journal.settings.delivers
        switch subject {
        case .volume(let stem) where delivers:
            if let volume = try transaction.volume(VolumeID(rawValue: call.id)) { try events.volume(stem + ".start", volume) }
        case .snapshot(let stem) where delivers:
            if let snapshot = try transaction.snapshot(SnapshotID(rawValue: call.id)) { try events.snapshot(stem + ".start", snapshot) }
        case .transfer(let stem):
            guard let id = try offeredVolume(call, in: transaction), let volume = try transaction.volume(id) else { return nil }
            if delivers { try events.volume(stem + ".start", volume) }
            return id
        case .volumeType("delete"):
            guard let type = try transaction.volumeType(VolumeTypeID(rawValue: call.id)) else { return nil }
            try tell("delete", type, events)
        case .qosSpecs("delete"):
            guard let specs = try transaction.qosSpecs(QoSSpecsID(rawValue: call.id)) else { return nil }
            try tell("delete", specs, call, events)
        default: break
        }
        return nil
    }

    private func offeredVolume(_ call: Call, in transaction: WriteTransaction) throws -> VolumeID? {
        if let id = call.body["transfer"]?["volume_id"]?.string { return VolumeID(parsing: id) }
        return try transaction.transfer(VolumeTransferID(rawValue: call.id))?.volumeID
    }

    /// Tells the end, with the resource as the change leaves it; `begun` is what ``begin(_:_:in:)`` has answered.
    func finish(_ call: Call, begun: VolumeID?, _ events: EventWriter, in transaction: WriteTransaction) throws {
        switch subject {
        case .volume(let stem):
            if let volume = try transaction.volume(VolumeID(rawValue: call.id)) { try events.volume(stem + ".end", volume) }
        case .transfer(let stem):
            if let begun, let volume = try transaction.volume(begun) { try events.volume(stem + ".end", volume) }
        case .snapshot(let stem):
            if let snapshot = try transaction.snapshot(SnapshotID(rawValue: call.id)) { try events.snapshot(stem + ".end", snapshot) }
        case .volumeUnlessFlow(let stem):
            guard transaction.notes.operationID == nil else { return }
            try tellWhole(stem, VolumeID(rawValue: call.id), events, in: transaction)
        case .removedVolume:
            guard let volume = transaction.notes.removedVolumes[VolumeID(rawValue: call.id)] else { return }
            try events.volume("delete.start", volume, status: "deleting")
            try events.volume("delete.end", volume, status: "deleted")
        case .volumeOfAttachmentUnlessFlow(let stem):
            guard transaction.notes.operationID == nil, let attachment = transaction.notes.removedAttachment else { return }
            try tellWhole(stem, attachment.volumeID, events, in: transaction)
        case .endOfAttachment(let stem):
            guard let attachment = try transaction.attachment(AttachmentID(rawValue: call.id)),
                let volume = try transaction.volume(attachment.volumeID)
            else { return }
            try events.volume(stem + ".end", volume)
        case .volumeType("create"):
            guard let made = transaction.notes.resource, let type = try transaction.volumeType(VolumeTypeID(rawValue: made.id)) else {
                return
            }
            try tell("create", type, events)
        case .volumeType(let action):
            guard let type = try transaction.volumeType(VolumeTypeID(rawValue: call.id)) else { return }
            try tell(action, type, events)
        // Told before, while the row was there.
        case .qosSpecs("delete"): return
        case .qosSpecs(let action):
            let id = action == "create" ? transaction.notes.resource?.id : call.id
            guard let id, let specs = try transaction.qosSpecs(QoSSpecsID(rawValue: id)) else { return }
            try tell(action, specs, call, events)
        case .encryption(let action):
            guard let encryption = try transaction.encryption(ofType: VolumeTypeID(rawValue: call.id)) else { return }
            try tell(action, encryption, events)
        case .extraSpecs(let action): try tellExtraSpecs(action, call, events)
        case .typeAccess(let action): try tellAccess(action, call, events, host: transaction.journal.settings.host)
        }
    }

    /// Tells start and end of what is over already.
    private func tellWhole(_ stem: String, _ id: VolumeID, _ events: EventWriter, in transaction: WriteTransaction) throws {
        if let volume = try transaction.volume(id) {
            try events.volume(stem + ".start", volume)
            try events.volume(stem + ".end", volume)
        }
    }

    private func tell(_ action: String, _ type: VolumeType, _ events: EventWriter) throws {
        try events.other("volume_type.\(action)", publisher: "volumeType", resource: ("volume_type", type.id.rawValue)) { writer in
            writer.key("volume_types")
            writer.volumeType(type)
        }
    }

    private func tellExtraSpecs(_ action: String, _ call: Call, _ events: EventWriter) throws {
        let type = "volume_type_extra_specs.\(action)"
        try events.other(type, publisher: "volumeTypeExtraSpecs", resource: ("volume_type", call.id)) { writer in
            writer.member("type_id", call.id)
            if action == "create" {
                writer.key("specs")
                writer.value(call.body["extra_specs"] ?? .object([:]))
            } else {
                writer.member("id", call.parameters.count > 1 ? call.parameters[1] : nil)
            }
            writer.member("created_at", nil as String?)
            writer.member("updated_at", nil as String?)
            if action == "delete" { writer.member("deleted_at", nil as String?) }
        }
    }

    private func tellAccess(_ action: String, _ call: Call, _ events: EventWriter, host: String) throws {
        let type = "volume_type_project.access.\(action)"
        try events.other(type, publisher: "volume_type_project.\(host)", resource: ("volume_type", call.id)) { writer in
            writer.member("volume_type_id", call.id)
            writer.member("project_id", call.body[call.route.action ?? ""]?["project"]?.string)
        }
    }

    private func tell(_ action: String, _ specs: QoSSpecs, _ call: Call, _ events: EventWriter) throws {
        try events.other("qos_specs.\(action)", publisher: "QoSSpecs", resource: ("qos_specs", specs.id.rawValue)) { writer in
            if action == "create" { writer.member("name", specs.name) } else { writer.member("id", specs.id.rawValue) }
            writer.member("created_at", specs.createdAt)
            switch action {
            case "create": break
            case "update", "delete_keys": writer.member("updated_at", specs.updatedAt)
            case "delete": writer.member("deleted_at", nil as String?)
            default:
                if action != "disassociate_all" { writer.member("type_id", try QueryString(call.rawQuery)["vol_type_id"]) }
            }
            guard action == "create" || action == "update" else { return }
            writer.key("specs")
            writer.object(specs.specs)
        }
    }

    private func tell(_ action: String, _ encryption: TypeEncryption, _ events: EventWriter) throws {
        let (type, id) = ("volume_type_encryption.\(action)", encryption.volumeTypeID.rawValue)
        try events.other(type, publisher: "volumeTypeEncryption", resource: ("volume_type", id)) { writer in
            writer.member("type_id", id)
            guard action == "create" else { return writer.member("id", encryption.id.rawValue) }
            writer.key("specs")
            writer.beginObject()
            writer.member("provider", encryption.provider)
            writer.member("control_location", encryption.controlLocation.rawValue)
            writer.member("cipher", encryption.cipher)
            writer.key("key_size")
            if let size = encryption.keySize { writer.integer(size) } else { writer.null() }
            writer.endObject()
        }
    }
}
