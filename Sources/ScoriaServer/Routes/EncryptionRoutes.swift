internal import HTTPTypes
internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// The encryption of volume types, and of volumes by their types.
///
/// The id of the encryption in some paths is not looked at, as in the field: a type has at most one, and clients send different things.
extension Handlers {
    func listTypeEncryption(_ call: Call) throws -> Reply {
        let members = TypeEncryptionView.members(of: try control.encryption(ofType: call.encryptedTypeID))
        return .json(call.route.success, JSONValue.object(members).serialized())
    }

    func showTypeEncryption(_ call: Call) throws -> Reply {
        let key = call.parameters.last ?? ""
        let members = TypeEncryptionView.members(of: try control.encryption(ofType: call.encryptedTypeID))
        guard let value = members[key] else {
            throw Fault(.notFound, "The key \(key.prefix(64)) of the encryption of the volume type \(call.id) could not be found.")
        }
        return .json(call.route.success, JSONValue.object([key: value]).serialized())
    }

    func createTypeEncryption(_ call: Call) async throws -> Reply {
        let body = call.body["encryption"] ?? .null
        let location = body["control_location"]?.string.flatMap(TypeEncryption.ControlLocation.init(rawValue:))
        guard let location, let provider = body["provider"]?.string else {
            throw Fault(.badRequest, "Invalid input received: provider and control_location must be defined.")
        }
        let made = try await control.createEncryption(
            ofType: call.encryptedTypeID,
            provider: provider,
            controlLocation: location,
            Self.settings(body),
            by: call.caller
        )
        return .json(call.route.success, TypeEncryptionView.creation(made).serialized())
    }

    func updateTypeEncryption(_ call: Call) async throws -> Reply {
        let body = call.body["encryption"] ?? .null
        if let odd = (body.object ?? [:]).keys.sorted().first(where: { !Self.changeable.contains($0) }) {
            throw Fault(
                .badRequest,
                "Invalid input received: the encryption of a volume type has no member \(odd.prefix(64)).",
                correction: "Send some of \(Self.changeable.sorted().joined(separator: ", "))."
            )
        }
        let settings = Self.settings(body)
        try await control.updateEncryption(ofType: call.encryptedTypeID, settings, by: call.caller)
        return .json(call.route.success, call.body.serialized())
    }

    func deleteTypeEncryption(_ call: Call) async throws -> Reply {
        try await control.deleteEncryption(ofType: call.encryptedTypeID, by: call.caller)
        return .empty(call.route.success)
    }

    private static let changeable: Set<String> = ["provider", "cipher", "key_size", "control_location"]

    private static func settings(_ body: JSONValue) -> TypeEncryptionSettings {
        TypeEncryptionSettings(
            provider: body["provider"]?.string,
            cipher: body["cipher"].map { .set($0.string) } ?? .keep,
            keySize: body["key_size"].map { _ in .set(body.number("key_size").map { Int($0) }) } ?? .keep,
            controlLocation: body["control_location"]?.string.flatMap(TypeEncryption.ControlLocation.init(rawValue:))
        )
    }

    // MARK: Volumes

    func listVolumeEncryption(_ call: Call) throws -> Reply {
        let members = TypeEncryptionView.members(ofVolumeWith: try control.encryption(of: call.volumeID, by: call.caller))
        return .json(call.route.success, JSONValue.object(members).serialized())
    }

    /// One member as bare text, not as JSON; empty when its value is null.
    func showVolumeEncryption(_ call: Call) throws -> Reply {
        let key = call.parameters.last ?? ""
        let members = TypeEncryptionView.members(ofVolumeWith: try control.encryption(of: call.volumeID, by: call.caller))
        switch members[key] {
        case nil: throw Fault(.notFound, "The key \(key.prefix(64)) of the encryption of the volume \(call.id) could not be found.")
        case .null?: return .text(call.route.success, "")
        case .string(let text)?: return .text(call.route.success, text)
        case let value?: return .text(call.route.success, value.jsonText)
        }
    }

    // MARK: Types by action

    /// The field's router takes `create`, `update` and `delete` for actions of a type and answers 400 to each.
    func refuseLegacyTypeAction(_ call: Call) throws -> Reply {
        throw Fault(
            .badRequest,
            "The action \(call.route.action ?? "") of a volume type cannot be carried out in this way.",
            correction: "Use POST /types, PUT /types/{id} or DELETE /types/{id}."
        )
    }
}

extension Call {
    /// The volume type that the path names.
    fileprivate var encryptedTypeID: VolumeTypeID { VolumeTypeID(canonical: id) }
}
