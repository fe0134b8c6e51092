public import ScoriaModel

/// What attaching needs of the Block Storage API; a protocol, so that tests need no service.
public protocol BlockStorageAPI: Sendable {
    /// The volume of an id or a name; throws when there is none, or several.
    func volume(_ idOrName: String) async throws -> RemoteVolume

    /// Reserves the volume and connects it to the initiator of the connector.
    ///
    /// A repeated call with the same key gives the attachment that the first one made, also when its answer was lost.
    func createAttachment(of volume: VolumeID, connector: [String: JSONValue], key: String) async throws -> RemoteAttachment

    /// The attachment; nil when there is none any more.
    func attachment(_ id: String) async throws -> RemoteAttachment?

    /// Says that the disk is in use now.
    func completeAttachment(_ id: String) async throws

    /// Ends the attachment; success when there is none any more.
    func deleteAttachment(_ id: String) async throws
}

/// A volume as the API shows it.
public struct RemoteVolume: Sendable, Hashable {
    public let id: VolumeID
    public let name: String
    public let status: String

    /// A volume with its status in the field's words.
    public init(id: VolumeID, name: String, status: String) {
        self.id = id
        self.name = name
        self.status = status
    }
}

/// An attachment as the API shows it.
public struct RemoteAttachment: Sendable, Hashable {
    public let id: String
    public let status: String
    /// Holds CHAP secrets; empty until there is a connection.
    public let connectionInfo: [String: JSONValue]

    /// An attachment with its status in the field's words.
    public init(id: String, status: String, connectionInfo: [String: JSONValue]) {
        self.id = id
        self.status = status
        self.connectionInfo = connectionInfo
    }
}
