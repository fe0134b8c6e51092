/// How volumes of a type are to be encrypted.
public struct TypeEncryption: Sendable, Hashable {
    /// Where the encryption happens.
    public enum ControlLocation: String, Sendable, Hashable, CaseIterable {
        case frontEnd = "front-end"
        case backEnd = "back-end"
    }

    public var id: TypeEncryptionID
    public var volumeTypeID: VolumeTypeID
    /// The format, such as `luks`.
    public var provider: String
    public var cipher: String?
    /// The length of keys in bits.
    public var keySize: Int?
    public var controlLocation: ControlLocation
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?

    /// The encryption of a type.
    public init(
        id: TypeEncryptionID,
        volumeTypeID: VolumeTypeID,
        provider: String,
        cipher: String? = nil,
        keySize: Int? = nil,
        controlLocation: ControlLocation,
        createdAt: Timestamp
    ) {
        self.id = id
        self.volumeTypeID = volumeTypeID
        self.provider = provider
        self.cipher = cipher
        self.keySize = keySize
        self.controlLocation = controlLocation
        self.createdAt = createdAt
    }
}

public typealias TypeEncryptionID = ID<TypeEncryption>
