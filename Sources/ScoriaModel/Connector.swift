/// What an initiator says of itself when it asks for a connection (`driver-interface.md` 6, connector map).
///
/// The known keys are typed; the whole map is kept, since drivers of later families read keys of their own.
public struct Connector: Sendable, Hashable, Codable {
    /// Every key as the client sent it.
    public let fields: [String: JSONValue]

    /// Takes the client's map as it is; drivers validate what they need.
    public init(fields: [String: JSONValue]) {
        self.fields = fields
    }

    /// The initiator's iSCSI qualified name.
    public var initiator: String? { nonEmpty("initiator") }
    /// The client host's name.
    public var host: String? { nonEmpty("host") }
    /// The client host's address.
    public var ip: String? { nonEmpty("ip") }
    /// The initiator's NVMe qualified name.
    public var nqn: String? { nonEmpty("nqn") }
    /// World-wide port names of the client's Fibre Channel adapters.
    public var wwpns: [String] { texts("wwpns") }
    /// World-wide node names of the client's Fibre Channel adapters.
    public var wwnns: [String] { texts("wwnns") }
    /// Whether the client can use several paths.
    public var wantsMultipath: Bool { fields["multipath"]?.bool ?? false }
    /// Whether the client insists on several paths.
    public var enforcesMultipath: Bool { fields["enforce_multipath"]?.bool ?? false }
    /// Where the guest or host will see the device.
    public var mountpoint: String? { nonEmpty("mountpoint") }
    /// The mode that the client asks for, when it asks for one of the two.
    public var mode: AttachMode? { nonEmpty("mode").flatMap(AttachMode.init(rawValue:)) }

    public init(from decoder: any Decoder) throws {
        fields = try decoder.singleValueContainer().decode([String: JSONValue].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }

    private func nonEmpty(_ key: String) -> String? {
        guard let text = fields[key]?.string, !text.isEmpty else { return nil }
        return text
    }

    private func texts(_ key: String) -> [String] {
        fields[key]?.array?.compactMap(\.string) ?? []
    }
}
