internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// What the field tells of requests about volume types and QoS specs that change nothing: refusals, with priority ERROR, and the one that
/// lists who has QoS specs.
///
/// Told apart from any transaction, within a second; a kill can take the last second of them.
struct TypeRequestTelling {
    private enum Family {
        case volumeType, qosSpecs
    }

    private let family: Family
    private let action: String

    /// What is told of a route; nil when nothing is.
    init?(_ route: RouteID) {
        switch route {
        case .createType: (family, action) = (.volumeType, "create")
        case .updateType: (family, action) = (.volumeType, "update")
        case .deleteType: (family, action) = (.volumeType, "delete")
        case .createQoSSpecs: (family, action) = (.qosSpecs, "create")
        case .updateQoSSpecs: (family, action) = (.qosSpecs, "update")
        case .deleteQoSSpecs: (family, action) = (.qosSpecs, "delete")
        case .deleteQoSKeys: (family, action) = (.qosSpecs, "delete_keys")
        case .listQoSAssociations: (family, action) = (.qosSpecs, "associations")
        case .associateQoSSpecs: (family, action) = (.qosSpecs, "associate")
        case .disassociateQoSSpecs: (family, action) = (.qosSpecs, "disassociate")
        case .disassociateQoSSpecsFromAll: (family, action) = (.qosSpecs, "disassociate_all")
        default: return nil
        }
    }

    /// The event of an answer; nil when a transaction has told it, or when the request did not come as far as the use case.
    func event(of call: Call, status: Int, _ failure: (any Error)?, origin: EventOrigin, ids: IDSource) -> EventRow? {
        if status < 400 { return action == "associations" ? listed(call, origin, ids) : nil }
        guard let failure = failure as? ControlError, failure.code != .forbidden else { return nil }
        switch family {
        case .volumeType:
            let type = "volume_type.\(action)"
            return tell(type, publisher: "volumeType", "volume_type", call, .error, origin, ids) { writer in
                let given = call.body["volume_type"]
                writer.key("volume_types")
                writer.value(action == "create" ? given ?? .null : .null)
                writer.member("name", given?["name"]?.string)
                writer.member("id", call.parameters.first)
                writer.member("error_message", failure.message)
            }
        case .qosSpecs:
            return tell("qos_specs.\(action)", publisher: "QoSSpecs", "qos_specs", call, .error, origin, ids) { writer in
                if action == "create" {
                    writer.member("name", call.body["qos_specs"]?["name"]?.string)
                } else {
                    writer.member("id", call.id)
                }
                writer.member("error_message", failure.message)
            }
        }
    }

    private func listed(_ call: Call, _ origin: EventOrigin, _ ids: IDSource) -> EventRow {
        tell("qos_specs.associations", publisher: "QoSSpecs", "qos_specs", call, .info, origin, ids) { writer in
            writer.member("id", call.id)
            writer.member("created_at", nil as String?)
        }
    }

    private func tell(
        _ type: String,
        publisher: String,
        _ resource: String,
        _ call: Call,
        _ priority: EventPriority,
        _ origin: EventOrigin,
        _ ids: IDSource,
        payload: (inout JSONWriter) -> Void
    ) -> EventRow {
        // A path may hold anything; the row of an event is no place for all of it.
        let resource = (type: resource, id: String((call.parameters.first ?? "").prefix(255)))
        return EventWriter.aside(
            type,
            publisher: publisher,
            resource: resource,
            origin: origin,
            priority: priority,
            ids: ids,
            payload: payload
        )
    }
}
