internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Default volume types of projects.
extension Handlers {
    func listDefaultTypes(_ call: Call) throws -> Reply {
        let all = try control.defaultTypes()
        return call.reply { DefaultTypeView.write(all, to: &$0) }
    }

    func showDefaultType(_ call: Call) throws -> Reply {
        let found = try control.defaultType(of: ProjectID(rawValue: call.id))
        return call.reply { DefaultTypeView.write(found, to: &$0) }
    }

    func setDefaultType(_ call: Call) async throws -> Reply {
        guard let type = call.body["default_type"]?["volume_type"]?.string else {
            throw Fault(.badRequest, "Invalid input received: the member \"default_type\" is required, with a \"volume_type\".")
        }
        let chosen = try await control.setDefaultType(of: ProjectID(rawValue: call.id), to: type, by: call.caller)
        return call.reply { DefaultTypeView.write(chosen, to: &$0) }
    }

    func unsetDefaultType(_ call: Call) async throws -> Reply {
        try await control.unsetDefaultType(of: ProjectID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }
}
