/// What the policy lets a caller do beyond what a route itself stands for, where a use case has to know it.
///
/// The pipeline sets those that the request at hand may need and no others; a use case refuses with the rule's name.
public struct Permissions: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    /// Permissions by their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Delete a volume whatever its status is (`volume:force_delete`).
    public static let forceDelete = Permissions(rawValue: 1 << 0)
    /// Extend a volume that is attached (`volume:extend_attached_volume`).
    public static let extendAttached = Permissions(rawValue: 1 << 1)
    /// Make a volume of a type that may be attached several times (`volume:multiattach`).
    public static let multiattach = Permissions(rawValue: 1 << 2)
    /// Attach a bootable volume several times (`volume:multiattach_bootable_volume`).
    public static let multiattachBootable = Permissions(rawValue: 1 << 3)

    /// What the field's defaults give to members of a project.
    public static let ofMembers: Permissions = [.extendAttached, .multiattach, .multiattachBootable]
    /// What the field's defaults give to administrators.
    public static let all: Permissions = [.ofMembers, .forceDelete]
}
