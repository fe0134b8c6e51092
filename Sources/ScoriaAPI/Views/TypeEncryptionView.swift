public import ScoriaModel

/// The encryption of a volume type as the wire shows it.
public enum TypeEncryptionView {
    /// The members of `GET /types/{id}/encryption`, by name; none when the type has no encryption.
    public static func members(of encryption: TypeEncryption?) -> [String: JSONValue] {
        guard let encryption else { return [:] }
        return own(encryption).merging([
            "deleted": false,
            "deleted_at": .null,
            "created_at": .string(encryption.createdAt.rawValue),
            "updated_at": encryption.updatedAt.map { .string($0.rawValue) } ?? .null,
        ]) { first, _ in first }
    }

    /// The answer to `POST /types/{id}/encryption`: what was not given is not shown, as in the field.
    public static func creation(_ encryption: TypeEncryption) -> JSONValue {
        ["encryption": .object(own(encryption).filter { $0.value != .null })]
    }

    /// The members of `GET /volumes/{id}/encryption`, by name.
    ///
    /// The key's id is null: without a key manager no volume is encrypted.
    public static func members(ofVolumeWith encryption: TypeEncryption?) -> [String: JSONValue] {
        var members: [String: JSONValue] = ["encryption_key_id": .null]
        guard let encryption else { return members }
        for (key, value) in own(encryption) where key != "encryption_id" && key != "volume_type_id" { members[key] = value }
        return members
    }

    private static func own(_ encryption: TypeEncryption) -> [String: JSONValue] {
        [
            "encryption_id": .string(encryption.id.rawValue),
            "volume_type_id": .string(encryption.volumeTypeID.rawValue),
            "provider": .string(encryption.provider),
            "cipher": encryption.cipher.map(JSONValue.string) ?? .null,
            "key_size": encryption.keySize.map { .integer(Int64($0)) } ?? .null,
            "control_location": .string(encryption.controlLocation.rawValue),
        ]
    }
}
