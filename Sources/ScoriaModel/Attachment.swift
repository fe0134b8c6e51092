/// One attachment of a volume to a server or a host.
public struct Attachment: Sendable, Hashable {
    public var id: AttachmentID
    public var volumeID: VolumeID
    public var projectID: ProjectID
    public var status: AttachmentStatus
    /// The server (instance) that the volume is for, when it is for one.
    public var instanceID: String?
    /// The host that the volume is attached to, from the connector or from `os-attach`.
    public var attachedHost: String?
    public var mountpoint: String?
    public var mode: AttachMode?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?
    public var attachedAt: Timestamp?
    public var detachedAt: Timestamp?
    /// What the client said of itself; nil while only reserved.
    public var connector: Connector?
    /// What the client was told; nil while only reserved.
    ///
    /// Holds CHAP secrets: never logged.
    public var connectionInfo: ConnectionInfo?
    /// The connectors that ``connector`` has taken the place of, each another initiator.
    ///
    /// They stay let in until the attachment goes: shutting one out earlier would take the volume from a server that may use it, which
    /// only the deletion of the attachment may do (CVE-2023-2088).
    public var formerConnectors: [Connector] = []

    /// Every connector that may reach the volume by this attachment; none while it is only reserved.
    public var connectors: [Connector] {
        guard connectionInfo != nil else { return formerConnectors }
        return formerConnectors + (connector.map { [$0] } ?? [])
    }

    /// A reservation: no connector yet.
    public init(id: AttachmentID, volumeID: VolumeID, projectID: ProjectID, createdAt: Timestamp) {
        self.id = id
        self.volumeID = volumeID
        self.projectID = projectID
        self.createdAt = createdAt
        status = .reserved
    }
}

public typealias AttachmentID = ID<Attachment>
