public import ScoriaModel

/// An attachment as the wire shows it.
public struct AttachmentView: Sendable {
    /// Which fields are shown.
    public enum Shape: Sendable {
        /// `GET /attachments`, and what is left after `DELETE`.
        case summary
        /// `GET /attachments/detail`, `GET /attachments/{id}`, and the reply to create and update.
        case detail
    }

    /// A view; nothing in it depends on the request.
    public init() {}

    /// Writes `{"attachment": {…}}`.
    public func write(_ attachment: Attachment, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("attachment")
        writeObject(attachment, .detail, &writer)
        writer.endObject()
    }

    /// Writes `{"attachments": […]}`; the field gives these lists no next link.
    public func write(_ attachments: [Attachment], _ shape: Shape, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("attachments")
        writer.beginArray()
        for attachment in attachments { writeObject(attachment, shape, &writer) }
        writer.endArray()
        writer.endObject()
    }

    private func writeObject(_ attachment: Attachment, _ shape: Shape, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", attachment.id.rawValue)
        writer.member("status", attachment.status.rawValue)
        writer.member("instance", attachment.instanceID)
        writer.member("volume_id", attachment.volumeID.rawValue)
        if case .detail = shape {
            // Unset moments are empty here, not null as elsewhere (`traps.md` 15).
            writer.member("attached_at", attachment.attachedAt?.rawValue ?? "")
            writer.member("detached_at", attachment.detachedAt?.rawValue ?? "")
            writer.member("attach_mode", attachment.mode?.rawValue)
            writer.key("connection_info")
            writer.value(.object(Self.connectionInfo(of: attachment)))
        }
        writer.endObject()
    }

    /// The driver's data on one level with what the service adds; empty while there is no connection.
    ///
    /// Holds CHAP secrets: for the answer alone.
    static func connectionInfo(of attachment: Attachment) -> [String: JSONValue] {
        guard let info = attachment.connectionInfo else { return [:] }
        var members = info.data
        members["driver_volume_type"] = .string(info.driverVolumeType)
        members["attachment_id"] = .string(attachment.id.rawValue)
        members["enforce_multipath"] = .bool(attachment.connector?.enforcesMultipath ?? false)
        return members
    }

    /// Writes the reply to `os-initialize_connection`, where the driver's data keeps its own level.
    ///
    /// Holds CHAP secrets: for the answer alone.
    public static func write(_ info: ConnectionInfo, for connector: Connector, to writer: inout JSONWriter) {
        let members: [String: JSONValue] = [
            "driver_volume_type": .string(info.driverVolumeType), "data": .object(info.data),
            "enforce_multipath": .bool(connector.enforcesMultipath),
        ]
        writer.value(["connection_info": .object(members)])
    }
}
