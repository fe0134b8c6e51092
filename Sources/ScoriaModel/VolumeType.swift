/// A volume type: a name that users choose, and the extra specs by which the scheduler finds a pool for it.
public struct VolumeType: Sendable, Hashable {
    public var id: VolumeTypeID
    public var name: String
    public var description: String?
    public var isPublic: Bool
    public var extraSpecs: [String: String]
    public var qosSpecsID: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?

    /// A type with its specs.
    public init(
        id: VolumeTypeID,
        name: String,
        description: String?,
        isPublic: Bool,
        extraSpecs: [String: String],
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.isPublic = isPublic
        self.extraSpecs = extraSpecs
        self.createdAt = createdAt
    }

    /// The type that volumes without one get.
    public static let defaultName = "__DEFAULT__"

    /// Whether volumes of this type may be attached to several servers (`multiattach = <is> True`).
    public var isMultiattach: Bool { isTrue("multiattach") }

    /// Whether a boolean extra spec is set, in the field's form `<is> True`.
    public func isTrue(_ key: String) -> Bool {
        guard let value = extraSpecs[key] else { return false }
        let words = value.split(separator: " ")
        return words.count == 2 && words[0] == "<is>" && words[1].lowercased() == "true"
    }
}

public typealias VolumeTypeID = ID<VolumeType>
