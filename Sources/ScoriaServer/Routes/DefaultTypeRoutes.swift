internal import HTTPTypes
internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaIdentity
internal import ScoriaModel
internal import ScoriaStore

/// Default volume types of projects.
extension Handlers {
    func listDefaultTypes(_ call: Call) throws -> Reply {
        let all = try control.defaultTypes()
        return call.reply { DefaultTypeView.write(all, to: &$0) }
    }

    func showDefaultType(_ call: Call) async throws -> Reply {
        try await checkProject(call)
        let found = try control.defaultType(of: ProjectID(rawValue: call.id))
        return call.reply { DefaultTypeView.write(found, to: &$0) }
    }

    func setDefaultType(_ call: Call) async throws -> Reply {
        guard let type = call.body["default_type"]?["volume_type"]?.string else {
            throw Fault(.badRequest, "Invalid input received: the member \"default_type\" is required, with a \"volume_type\".")
        }
        try await checkProject(call)
        let chosen = try await control.setDefaultType(of: ProjectID(rawValue: call.id), to: type, by: call.caller)
        return call.reply { DefaultTypeView.write(chosen, to: &$0) }
    }

    func unsetDefaultType(_ call: Call) async throws -> Reply {
        // What is left of a project that is gone may be taken away.
        try await checkProject(call, mustExist: false)
        try await control.unsetDefaultType(of: ProjectID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }

    /// Refuses a project that does not exist (404) or that the caller may not see (403), as far as an identity service can say.
    private func checkProject(_ call: Call, mustExist: Bool = true) async throws {
        let token = call.headers[WireHeader.authToken].map(Secret.init)
        switch try await authenticator.standing(of: ProjectID(rawValue: call.id), asked: token) {
        case .known: return
        case .unknown:
            guard mustExist else { return }
            throw Fault(.notFound, "Project with id \(call.id.prefix(64)) not found.")
        case .hidden: throw Fault(.forbidden, "You are not authorized to perform this operation.")
        }
    }
}
