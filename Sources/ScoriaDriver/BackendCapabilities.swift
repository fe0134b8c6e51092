public import ScoriaModel

/// A backend that describes what volume types can ask of it (`init_capabilities`, `driver-interface.md` 2.1).
public protocol CapabilitiesDriver: VolumeDriver {
    /// The properties beyond the standard ones; their keys are `<vendor>:<key>`.
    func vendorProperties() async throws -> [String: CapabilityProperty]
}

/// One property that a volume type's extra specs can name, with what an operator has to know to do so.
public struct CapabilityProperty: Sendable, Hashable {
    /// What kind of value the property has, with what it may be.
    public enum Kind: Sendable, Hashable {
        case boolean(initial: Bool?)
        case integer(minimum: Int?, maximum: Int?, initial: Int?)
        case number(minimum: Double?, maximum: Double?, initial: Double?)
        case string(allowed: [String]?, initial: String?)
    }

    public let title: String
    public let description: String
    public let kind: Kind

    /// A property with its words for people.
    public init(title: String, description: String, kind: Kind) {
        self.title = title
        self.description = description
        self.kind = kind
    }

    /// The form of the API: `title`, `description`, `type`, and `enum`, `default`, `minimum`, `maximum` where they are known.
    public var json: JSONValue {
        var fields: [String: JSONValue] = ["title": .string(title), "description": .string(description)]
        switch kind {
        case .boolean(let initial):
            fields["type"] = "boolean"
            fields["default"] = initial.map(JSONValue.bool)
        case .integer(let minimum, let maximum, let initial):
            fields["type"] = "integer"
            fields["minimum"] = minimum.map { .integer(Int64($0)) }
            fields["maximum"] = maximum.map { .integer(Int64($0)) }
            fields["default"] = initial.map { .integer(Int64($0)) }
        case .number(let minimum, let maximum, let initial):
            fields["type"] = "number"
            fields["minimum"] = minimum.map(JSONValue.number)
            fields["maximum"] = maximum.map(JSONValue.number)
            fields["default"] = initial.map(JSONValue.number)
        case .string(let allowed, let initial):
            fields["type"] = "string"
            fields["enum"] = allowed.map { .array($0.map(JSONValue.string)) }
            fields["default"] = initial.map(JSONValue.string)
        }
        return .object(fields)
    }

    /// The properties that every backend has, by the keys of the field.
    public static let standard: [String: CapabilityProperty] = [
        "thin_provisioning": CapabilityProperty(
            title: "Thin provisioning",
            description: "Volumes take space only for what has been written to them.",
            kind: .boolean(initial: nil)
        ),
        "compression": CapabilityProperty(
            title: "Compression",
            description: "The backend compresses what is written to a volume.",
            kind: .boolean(initial: nil)
        ),
        "qos": CapabilityProperty(
            title: "Quality of service",
            description: "The backend keeps the limits of QoS specs by itself.",
            kind: .boolean(initial: nil)
        ),
        "replication_enabled": CapabilityProperty(
            title: "Replication",
            description: "The backend replicates the volume to another one.",
            kind: .boolean(initial: nil)
        ),
    ]
}
