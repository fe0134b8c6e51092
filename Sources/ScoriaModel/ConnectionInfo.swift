/// What an initiator needs to reach a volume: `{driver_volume_type, data}` of the API (`driver-interface.md` 6).
///
/// It is kept as the map that goes over the wire, because the keys differ by protocol; ``Endpoint`` in the driver contract
/// builds it from typed values.
public struct ConnectionInfo: Sendable, Hashable, Codable, CustomStringConvertible {
    /// `iscsi`, `iser`, `fibre_channel`, `nvmeof`, `rbd`, `nfs` or `local`.
    public var driverVolumeType: String
    /// The protocol's keys.
    public var data: [String: JSONValue]

    /// Connection info of a protocol with its keys.
    public init(driverVolumeType: String, data: [String: JSONValue]) {
        self.driverVolumeType = driverVolumeType
        self.data = data
    }

    private enum CodingKeys: String, CodingKey {
        case driverVolumeType = "driver_volume_type"
        case data
    }

    /// Only the kind: the data may hold a CHAP secret.
    public var description: String { "ConnectionInfo(\(driverVolumeType))" }
}
