internal import ScoriaFlow
public import ScoriaModel
internal import ScoriaScheduler
public import ScoriaStore
public import ScoriaSystem

/// Writes the events of one change into its transaction.
///
/// Event types, publishers and payloads are the field's (`notifications.tsv`); payloads are made only where a delivery wants them.
/// An event is of the project that the resource belongs to, whoever made the change.
public struct EventWriter {
    private let transaction: WriteTransaction
    private let origin: EventOrigin
    private let ids: IDSource

    /// A writer for a change; `ids` makes the ids by which receivers tell repetitions.
    public init(_ transaction: WriteTransaction, origin: EventOrigin, ids: IDSource) {
        self.transaction = transaction
        self.origin = origin
        self.ids = ids
    }

    private var host: String { transaction.journal.settings.host }

    /// An event of a volume, such as `create.end`; `period` is that of an audit.
    public func volume(
        _ suffix: String,
        _ volume: Volume,
        status: String? = nil,
        priority: EventPriority = .info,
        reason: String? = nil,
        period: AuditPeriod? = nil
    ) throws {
        let status = status ?? volume.status.rawValue
        try write(
            "volume.\(suffix)",
            publisher: "volume.\(volume.host?.backend.rawValue ?? host)",
            about: .volume(volume.id),
            of: volume.projectID,
            status: status,
            priority: priority
        ) { writer in
            try writer.volumePayload(volume, status: status, attachments: try transaction.attachments(of: volume.id), now: origin.at)
            if let reason { writer.member("reason", reason) }
            if let period { writer.period(period) }
        }
    }

    /// An event of a snapshot, such as `create.end`; `period` is that of an audit.
    public func snapshot(
        _ suffix: String,
        _ snapshot: Snapshot,
        status: String? = nil,
        priority: EventPriority = .info,
        reason: String? = nil,
        period: AuditPeriod? = nil
    ) throws {
        let status = status ?? snapshot.status.rawValue
        let volume = try transaction.volume(snapshot.volumeID)
        try write(
            "snapshot.\(suffix)",
            publisher: "snapshot.\(volume?.host?.backend.rawValue ?? host)",
            about: .snapshot(snapshot.id),
            of: snapshot.projectID,
            status: status,
            priority: priority
        ) { writer in
            writer.snapshotPayload(snapshot, status: status, zone: volume?.availabilityZone)
            if let reason { writer.member("reason", reason) }
            if let period { writer.period(period) }
        }
    }

    /// The scheduler's word that it found no place for a volume, or that a volume cannot become larger where it is.
    func noPlace(for volume: Volume, method: String, reason: String) throws {
        try write(
            "scheduler.\(method)",
            publisher: "scheduler",
            about: .volume(volume.id),
            of: volume.projectID,
            status: volume.status.rawValue,
            priority: .error
        ) { writer in
            writer.key("request_spec")
            writer.beginObject()
            writer.member("volume_id", volume.id.rawValue)
            writer.member("snapshot_id", volume.snapshotID?.rawValue)
            writer.member("source_volid", volume.sourceVolumeID?.rawValue)
            writer.key("volume_properties")
            writer.volumeProperties(volume)
            writer.endObject()
            writer.key("volume_properties")
            writer.volumeProperties(volume)
            writer.member("volume_id", volume.id.rawValue)
            writer.member("state", volume.status.rawValue)
            writer.member("method", method)
            writer.member("reason", reason)
        }
    }

    /// The scheduler's word that a snapshot cannot be where its volume is.
    func noPlace(for snapshot: Snapshot, method: String, reason: String) throws {
        let volume = try transaction.volume(snapshot.volumeID)
        try write(
            "scheduler.\(method)",
            publisher: "scheduler",
            about: .snapshot(snapshot.id),
            of: snapshot.projectID,
            status: snapshot.status.rawValue,
            priority: .error
        ) { writer in
            writer.key("request_spec")
            writer.beginObject()
            writer.member("snapshot_id", snapshot.id.rawValue)
            writer.member("volume_id", snapshot.volumeID.rawValue)
            if let volume {
                writer.key("volume_properties")
                writer.volumeProperties(volume)
            }
            writer.endObject()
            writer.member("snapshot_id", snapshot.id.rawValue)
            writer.member("state", snapshot.status.rawValue)
            writer.member("method", method)
            writer.member("reason", reason)
        }
    }

    /// What a pool, or a backend in all, has reported of its room; of no project.
    func capacity(_ kind: String, of name: String, _ figures: ReportedCapacity) throws {
        try write(
            "capacity.\(kind)",
            publisher: "capacity.\(host)",
            about: .other(kind, name),
            of: origin.projectID,
            status: nil,
            priority: .info
        ) { writer in
            writer.member("name_to_id", name)
            for (member, figure) in [
                ("total", figures.total), ("free", figures.free), ("allocated", figures.allocated),
                ("provisioned", figures.provisioned), ("virtual_free", figures.virtualFree),
            ] {
                writer.key(member)
                writer.number(figure)
            }
            writer.member("reported_at", origin.at.rawValue)
        }
    }

    /// An event of anything else, with the members of its payload; it is of the caller's project.
    public func other(
        _ type: String,
        publisher: String,
        resource: (type: String, id: String),
        priority: EventPriority = .info,
        payload: (inout JSONWriter) throws -> Void
    ) throws {
        try write(
            type,
            publisher: publisher,
            about: .other(resource.type, resource.id),
            of: origin.projectID,
            status: nil,
            priority: priority,
            payload: payload
        )
    }

    private func write(
        _ type: String,
        publisher: String,
        about resource: FlowResource,
        of project: ProjectID,
        status: String?,
        priority: EventPriority,
        payload: (inout JSONWriter) throws -> Void
    ) throws {
        let settings = transaction.journal.settings
        guard settings.streams || settings.delivers else { return }
        var event = Self.row(type, publisher: publisher, about: resource, of: project, origin: origin, priority: priority)
        event.status = status
        if settings.delivers { try event.load(ids: ids, payload: payload) }
        try transaction.insert(event)
    }

    /// An event of which no transaction can tell, because what it is about has changed nothing: to be written by itself.
    public static func aside(
        _ type: String,
        publisher: String,
        resource: (type: String, id: String),
        origin: EventOrigin,
        priority: EventPriority,
        ids: IDSource,
        payload: (inout JSONWriter) throws -> Void
    ) rethrows -> EventRow {
        let resource = FlowResource.other(resource.type, resource.id)
        var event = row(type, publisher: publisher, about: resource, of: origin.projectID, origin: origin, priority: priority)
        try event.load(ids: ids, payload: payload)
        return event
    }

    private static func row(
        _ type: String,
        publisher: String,
        about resource: FlowResource,
        of project: ProjectID,
        origin: EventOrigin,
        priority: EventPriority
    ) -> EventRow {
        var event = EventRow(
            at: origin.at,
            type: type,
            priority: priority,
            publisher: publisher,
            projectID: project,
            userID: origin.userID,
            requestID: origin.requestID,
            resourceType: resource.type,
            resourceID: resource.id
        )
        event.operationID = origin.operationID
        return event
    }
}

extension EventRow {
    /// Adds what deliveries hand over.
    fileprivate mutating func load(ids: IDSource, payload make: (inout JSONWriter) throws -> Void) rethrows {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        try make(&writer)
        writer.endObject()
        payload = writer.text
        messageID = ids.uuid()
    }
}
