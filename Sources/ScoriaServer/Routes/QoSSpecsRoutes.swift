internal import HTTPTypes
internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// QoS specs and the volume types that have them.
extension Handlers {
    func listQoSSpecs(_ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .qosSpecs, for: listContext(call))
        // Other parameters are no filters here; the field drops them without a word.
        let wanted = try store.read { try $0.allQoSSpecs() }.filter { specs in
            let texts = ["id": specs.id.rawValue, "name": specs.name, "consumer": specs.consumer.rawValue]
            return texts.allSatisfy { attribute, text in
                guard case .equals(let value)? = request.filter(attribute) else { return true }
                return text == value
            }
        }
        let page = try request.page(of: wanted, id: \.id.rawValue) { specs, key in
            switch key {
            case "id": specs.id.rawValue
            case "name": specs.name
            case "consumer": specs.consumer.rawValue
            case "updated_at": specs.updatedAt?.rawValue ?? ""
            default: specs.createdAt.rawValue
            }
        }
        return .json(call.route.success, QoSSpecsView.page(page, request, call.viewContext))
    }

    func showQoSSpecs(_ call: Call) throws -> Reply {
        reply(try control.qosSpecs(call.qosSpecsID), call)
    }

    func createQoSSpecs(_ call: Call) async throws -> Reply {
        var members = call.body["qos_specs"]?.object ?? [:]
        let name = members.removeValue(forKey: "name")?.string ?? ""
        let consumer = try Self.takeConsumer(&members) ?? .backEnd
        let made = try await control.createQoSSpecs(name: name, consumer: consumer, specs: try Self.specs(members), by: call.caller)
        return reply(made, call)
    }

    func updateQoSSpecs(_ call: Call) async throws -> Reply {
        var members = call.body["qos_specs"]?.object ?? [:]
        let consumer = try Self.takeConsumer(&members)
        try await control.updateQoSSpecs(call.qosSpecsID, consumer: consumer, specs: try Self.specs(members), by: call.caller)
        return .json(call.route.success, call.body.serialized())
    }

    func deleteQoSSpecs(_ call: Call) async throws -> Reply {
        let isForced = try QueryString(call.rawQuery).bool("force")
        try await control.deleteQoSSpecs(call.qosSpecsID, isForced: isForced, by: call.caller)
        return .empty(call.route.success)
    }

    func deleteQoSKeys(_ call: Call) async throws -> Reply {
        let keys = call.body["keys"]?.array?.compactMap(\.string) ?? []
        try await control.deleteQoSKeys(keys, of: call.qosSpecsID, by: call.caller)
        return .empty(call.route.success)
    }

    // MARK: Types

    func listQoSAssociations(_ call: Call) throws -> Reply {
        let types = try control.volumeTypes(with: call.qosSpecsID)
        return call.reply { QoSSpecsView.write(associations: types, to: &$0) }
    }

    func associateQoSSpecs(_ call: Call) async throws -> Reply {
        try await control.associateQoSSpecs(call.qosSpecsID, with: call.typeToAssociate(), by: call.caller)
        return .changedByGet(call.route.success)
    }

    func disassociateQoSSpecs(_ call: Call) async throws -> Reply {
        try await control.disassociateQoSSpecs(call.qosSpecsID, from: call.typeToAssociate(), by: call.caller)
        return .changedByGet(call.route.success)
    }

    func disassociateQoSSpecsFromAll(_ call: Call) async throws -> Reply {
        try await control.disassociateQoSSpecsFromAll(call.qosSpecsID, by: call.caller)
        return .changedByGet(call.route.success)
    }

    // MARK: Pieces

    private func reply(_ specs: QoSSpecs, _ call: Call) -> Reply {
        call.reply { QoSSpecsView(call.viewContext).write(specs, to: &$0) }
    }

    /// Takes the consumer out of a body; nil when it is not there.
    private static func takeConsumer(_ members: inout [String: JSONValue]) throws -> QoSSpecs.Consumer? {
        guard let value = members.removeValue(forKey: "consumer") else { return nil }
        guard let consumer = value.string.flatMap(QoSSpecs.Consumer.init(rawValue:)) else {
            throw Fault(
                .badRequest,
                "Invalid qos specs: there is no such consumer.",
                correction: "Write one of \(QoSSpecs.Consumer.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        return consumer
    }

    /// The rest of a body: texts under keys of the field's letters, as its schema of the update says and its creation checks too.
    private static func specs(_ members: [String: JSONValue]) throws -> [String: String] {
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy(isKeyByte) else {
                throw Fault(
                    .badRequest,
                    "Invalid qos specs: \"\(key.prefix(64))\" cannot be a key.",
                    correction: "Write 1 to 255 letters, digits, spaces and -_:./ signs."
                )
            }
            guard value == .null || (value.string?.count ?? .max) <= 255 else {
                throw Fault(.badRequest, "Invalid qos specs: the value of \(key) must be text of at most 255 characters.")
            }
        }
        return members.mapValues { $0.string ?? "" }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: "-_:./ ".utf8.contains(byte)
        }
    }
}

extension Call {
    /// The QoS specs that the path names.
    fileprivate var qosSpecsID: QoSSpecsID { QoSSpecsID(canonical: id) }

    /// The volume type that the query names.
    fileprivate func typeToAssociate() throws -> VolumeTypeID {
        guard let text = try QueryString(rawQuery)["vol_type_id"] else {
            throw Fault(.badRequest, "Volume Type id must not be None.", correction: "Send vol_type_id=ID in the query.")
        }
        return VolumeTypeID(canonical: text)
    }
}

extension Reply {
    /// The empty answer to a GET that has changed something, which no cache may answer the next time.
    static func changedByGet(_ status: Int) -> Reply {
        Reply(status, headers: [(.cacheControl, "no-store")])
    }
}
