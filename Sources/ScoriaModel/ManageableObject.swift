/// One object of a backend that is not, or already is, ours.
public struct ManageableObject: Sendable, Hashable {
    /// The reference by which it is managed, by convention `source-name`.
    public let reference: [String: JSONValue]
    public let size: GibiByteCount
    public let isSafeToManage: Bool
    /// Why it is not safe; nil when it is.
    public let reasonNotSafe: String?
    /// The id of our volume or snapshot that the object belongs to already.
    public let knownID: String?
    /// The reference of the volume that a snapshot was taken of.
    public let sourceReference: [String: JSONValue]?

    /// An object that a listing found.
    public init(
        reference: [String: JSONValue],
        size: GibiByteCount,
        isSafeToManage: Bool,
        reasonNotSafe: String? = nil,
        knownID: String? = nil,
        sourceReference: [String: JSONValue]? = nil
    ) {
        self.reference = reference
        self.size = size
        self.isSafeToManage = isSafeToManage
        self.reasonNotSafe = reasonNotSafe
        self.knownID = knownID
        self.sourceReference = sourceReference
    }
}
