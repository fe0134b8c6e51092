public import ScoriaModel

/// The members of the field's payloads, in the words of `notifications.tsv`.
extension JSONWriter {
    /// A member that may be null.
    public mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    /// A moment, as Python writes one that knows its zone.
    public mutating func member(_ name: StaticString, _ moment: Timestamp?) {
        member(name, moment.map { $0.rawValue + "+00:00" })
    }

    /// A volume.
    ///
    /// Attachments are told without connector and connection info, which hold secrets.
    mutating func volumePayload(_ volume: Volume, status: String, attachments: [Attachment], now: Timestamp) throws {
        member("tenant_id", volume.projectID.rawValue)
        member("host", volume.host?.rawValue)
        member("user_id", volume.userID.rawValue)
        member("availability_zone", volume.availabilityZone)
        member("volume_id", volume.id.rawValue)
        member("volume_type", volume.volumeTypeID?.rawValue)
        member("display_name", volume.name)
        member("launched_at", volume.launchedAt ?? now)
        member("created_at", volume.createdAt)
        member("status", status)
        member("snapshot_id", volume.snapshotID?.rawValue)
        key("size")
        integer(volume.size.rawValue)
        member("replication_status", volume.replicationStatus)
        member("replication_extended_status", nil as String?)
        member("replication_driver_data", nil as String?)
        key("metadata")
        pairs(volume.metadata)
        key("volume_attachment")
        beginArray()
        for attachment in attachments { attachmentSummary(attachment) }
        endArray()
        if !volume.imageMetadata.isEmpty {
            key("glance_metadata")
            pairs(volume.imageMetadata)
        }
    }

    /// A snapshot.
    mutating func snapshotPayload(_ snapshot: Snapshot, status: String, zone: String?) {
        member("tenant_id", snapshot.projectID.rawValue)
        member("user_id", snapshot.userID.rawValue)
        member("availability_zone", zone)
        member("volume_id", snapshot.volumeID.rawValue)
        key("volume_size")
        integer(snapshot.size.rawValue)
        member("snapshot_id", snapshot.id.rawValue)
        member("display_name", snapshot.name)
        member("created_at", snapshot.createdAt)
        member("status", status)
        member("deleted", status == "deleted" ? "True" : "False")
        member("metadata", pythonText(snapshot.metadata))
    }

    /// The period of an audit, as Python prints moments.
    mutating func period(_ period: AuditPeriod) {
        func text(_ moment: Timestamp) -> String {
            let text = moment.rawValue.map { $0 == "T" ? " " : $0 }
            return String(moment.microseconds % 1_000_000 == 0 ? text.dropLast(7) : text[...])
        }
        member("audit_period_beginning", text(period.beginning))
        member("audit_period_ending", text(period.ending))
    }

    /// What the scheduler was asked for.
    mutating func volumeProperties(_ volume: Volume) {
        beginObject()
        key("size")
        integer(volume.size.rawValue)
        member("project_id", volume.projectID.rawValue)
        member("user_id", volume.userID.rawValue)
        member("status", volume.status.rawValue)
        member("attach_status", volume.attachStatus.rawValue)
        member("availability_zone", volume.availabilityZone)
        member("display_name", volume.name)
        member("display_description", volume.description)
        member("volume_type_id", volume.volumeTypeID?.rawValue)
        endObject()
    }

    /// A volume type with its extra specs.
    public mutating func volumeType(_ type: VolumeType) {
        beginObject()
        member("id", type.id.rawValue)
        member("name", type.name)
        member("description", type.description)
        key("is_public")
        bool(type.isPublic)
        key("extra_specs")
        object(type.extraSpecs)
        member("qos_specs_id", type.qosSpecsID)
        member("created_at", type.createdAt)
        member("updated_at", type.updatedAt)
        endObject()
    }

    private mutating func attachmentSummary(_ attachment: Attachment) {
        beginObject()
        member("id", attachment.id.rawValue)
        member("volume_id", attachment.volumeID.rawValue)
        member("instance_uuid", attachment.instanceID)
        member("attached_host", attachment.attachedHost)
        member("mountpoint", attachment.mountpoint)
        member("attach_mode", attachment.mode?.rawValue)
        member("attach_status", attachment.status.rawValue)
        member("attach_time", attachment.attachedAt)
        endObject()
    }

    /// A map as the list of its rows, which is how the field tells it.
    private mutating func pairs(_ map: [String: String]) {
        beginArray()
        for (name, text) in map.sorted(by: { $0.key < $1.key }) {
            beginObject()
            member("key", name)
            member("value", text)
            endObject()
        }
        endArray()
    }

    /// A map as Python prints it, which is how the field tells a snapshot's metadata.
    private func pythonText(_ map: [String: String]) -> String {
        func quoted(_ text: String) -> String {
            var inside = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\\": inside += "\\\\"
                case "'": inside += "\\'"
                case "\n": inside += "\\n"
                case "\r": inside += "\\r"
                case "\t": inside += "\\t"
                default: inside.unicodeScalars.append(scalar)
                }
            }
            return "'\(inside)'"
        }
        return "{" + map.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(quoted($0.value))" }.joined(separator: ", ") + "}"
    }
}
