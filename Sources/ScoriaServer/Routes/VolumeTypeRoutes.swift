internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Volume types, their extra specs and who may use them.
extension Handlers {
    func listTypes(_ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .volumeType, for: listContext(call))
        let visible = try store.read { reader in
            call.caller.isAdmin ? try reader.volumeTypes() : try reader.volumeTypes(usableBy: call.caller.projectID)
        }
        let wanted = visible.filter { shows($0, request, call) }
        let page = try request.page(of: wanted, id: \.id.rawValue) { type, key in
            switch key {
            case "id": type.id.rawValue
            case "name": type.name
            case "description": type.description ?? ""
            case "is_public": type.isPublic ? "1" : "0"
            case "updated_at": type.updatedAt?.rawValue ?? ""
            default: type.createdAt.rawValue
            }
        }
        return .json(call.route.success, VolumeTypeView.page(page, request, call.viewContext))
    }

    func showType(_ call: Call) throws -> Reply {
        if call.id == "default" {
            return reply(try control.defaultVolumeType(for: call.caller), call)
        }
        return reply(try visibleType(call.id, for: call.caller), call)
    }

    func createType(_ call: Call) async throws -> Reply {
        let body = call.body["volume_type"] ?? .null
        let creation = VolumeTypeCreation(
            name: body["name"]?.string ?? "",
            description: body["description"]?.string,
            isPublic: body.flag("os-volume-type-access:is_public") ?? true,
            extraSpecs: body.texts("extra_specs") ?? [:]
        )
        return reply(try await control.createVolumeType(creation, by: call.caller), call)
    }

    func updateType(_ call: Call) async throws -> Reply {
        let body = call.body["volume_type"] ?? .null
        let update = VolumeTypeUpdate(
            name: body["name"]?.string,
            // As in the field, null leaves the description as it is.
            description: body["description"]?.string.map { .some($0) },
            isPublic: body.flag("is_public")
        )
        return reply(try await control.updateVolumeType(typeID(call.id), update, by: call.caller), call)
    }

    func deleteType(_ call: Call) async throws -> Reply {
        try await control.deleteVolumeType(typeID(call.id), by: call.caller)
        return .empty(call.route.success)
    }

    // MARK: Extra specs

    func listExtraSpecs(_ call: Call) throws -> Reply {
        let specs = VolumeTypeView(call.viewContext).visibleSpecs(of: try visibleType(call.id, for: call.caller))
        return call.reply { VolumeTypeView.write(specs: specs, to: &$0) }
    }

    func createExtraSpecs(_ call: Call) async throws -> Reply {
        let specs = call.body.texts("extra_specs") ?? [:]
        try await control.setExtraSpecs(specs, of: typeID(call.id), by: call.caller)
        return call.reply { VolumeTypeView.write(specs: specs, to: &$0) }
    }

    func showExtraSpec(_ call: Call) throws -> Reply {
        let type = try visibleType(call.id, for: call.caller)
        let key = call.parameters.last ?? ""
        guard let value = VolumeTypeView(call.viewContext).visibleSpecs(of: type)[key] else { throw Control.noExtraSpec(key, of: type.id) }
        return .json(call.route.success, JSONValue.object([key: .string(value)]).serialized())
    }

    func updateExtraSpec(_ call: Call) async throws -> Reply {
        let key = call.parameters.last ?? ""
        guard let value = call.body.object?[key] else { throw Fault(.badRequest, "Request body and URI mismatch") }
        try await control.setExtraSpecs([key: value.string ?? ""], of: typeID(call.id), by: call.caller)
        return .json(call.route.success, call.body.serialized())
    }

    func deleteExtraSpec(_ call: Call) async throws -> Reply {
        try await control.deleteExtraSpec(call.parameters.last ?? "", of: typeID(call.id), by: call.caller)
        return .empty(call.route.success)
    }

    // MARK: Access

    func listTypeAccess(_ call: Call) throws -> Reply {
        let id = try typeID(call.id)
        let projects = try control.projectsWithAccess(to: id)
        return call.reply { VolumeTypeView.write(projects: projects, of: id, to: &$0) }
    }

    func addTypeAccess(_ call: Call) async throws -> Reply {
        try await control.grantAccess(to: typeID(call.id), for: accessProject(call, "addProjectAccess"), by: call.caller)
        return .empty(call.route.success)
    }

    func removeTypeAccess(_ call: Call) async throws -> Reply {
        try await control.revokeAccess(to: typeID(call.id), for: accessProject(call, "removeProjectAccess"), by: call.caller)
        return .empty(call.route.success)
    }

    private func accessProject(_ call: Call, _ action: String) -> ProjectID {
        ProjectID(rawValue: call.body[action]?["project"]?.string ?? "")
    }

    // MARK: Pieces

    private func typeID(_ text: String) throws -> VolumeTypeID {
        guard let id = VolumeTypeID(parsing: text) else { throw Fault(.notFound, "Volume type \(text) could not be found.") }
        return id
    }

    /// A type that the caller may see.
    private func visibleType(_ text: String, for caller: Caller) throws -> VolumeType {
        let id = try typeID(text)
        let found = try store.read { reader -> VolumeType? in
            guard let type = try reader.volumeType(id) else { return nil }
            return try caller.isAdmin || reader.mayUse(type, project: caller.projectID) ? type : nil
        }
        guard let found else { throw Fault(.notFound, "Volume type \(text) could not be found.") }
        return found
    }

    /// Whether a list shows a type: administrators choose by `is_public` and see the public ones by default; everybody by extra specs.
    private func shows(_ type: VolumeType, _ request: ListRequest, _ call: Call) -> Bool {
        guard !request.matchesNothing else { return false }
        if call.caller.isAdmin {
            switch request.filter("is_public") {
            case .isTrue(let isPublic)?: if type.isPublic != isPublic { return false }
            default: if !type.isPublic, !request.query.items.contains(where: { $0.name == "is_public" }) { return false }
            }
        }
        let texts = [("id", type.id.rawValue), ("name", type.name), ("description", type.description ?? "")]
        for (attribute, text) in texts {
            switch request.filter(attribute) {
            case .equals(let wanted)?: if text != wanted { return false }
            case .contains(let part)?: if !text.lowercased().contains(part.lowercased()) { return false }
            default: break
            }
        }
        guard case .hasMembers(let specs)? = request.filter("extra_specs") else { return true }
        // What the caller may not read it may not guess either.
        let visible = VolumeTypeView(call.viewContext).visibleSpecs(of: type)
        return specs.allSatisfy { visible[$0.key] == $0.value }
    }

    private func reply(_ type: VolumeType, _ call: Call) -> Reply {
        call.reply { VolumeTypeView(call.viewContext).write(type, to: &$0) }
    }
}
