internal import ScoriaModel

/// One question to a policy: what is known of the caller and of the object.
struct PolicyEvaluation {
    /// The compiled rules by number.
    let checks: [PolicyCheck]
    let roles: RoleBits
    let isAdmin: Bool
    let isAdminProject: Bool
    /// Who asks; nil to ask for all callers of these roles at once.
    let caller: Caller?
    let target: PolicyTarget

    /// What a rule says.
    func verdict(rule: Int) -> PolicyVerdict { verdict(checks[rule]) }

    func verdict(_ check: PolicyCheck) -> PolicyVerdict {
        switch check {
        case .always: .allowed
        case .never: .refused
        case .role(let role): PolicyVerdict(roles.contains(role))
        case .roleNamed(let template): verdict(template) { name, caller in hasRole(name, caller) }
        case .rule(let number): verdict(checks[number])
        case .credential(let credential, let template): verdict(credential, template)
        case .literal(let literal, let template): verdict(template) { text, _ in text == literal }
        case .not(let check): verdict(check).negated
        case .all(let parts): all(parts)
        case .any(let parts): any(parts)
        }
    }

    private func all(_ parts: [PolicyCheck]) -> PolicyVerdict {
        var result = PolicyVerdict.allowed
        for part in parts {
            switch verdict(part) {
            case .refused: return .refused
            case .undetermined: result = .undetermined
            case .allowed: break
            }
        }
        return result
    }

    private func any(_ parts: [PolicyCheck]) -> PolicyVerdict {
        var result = PolicyVerdict.refused
        for part in parts {
            switch verdict(part) {
            case .allowed: return .allowed
            case .undetermined: result = .undetermined
            case .refused: break
            }
        }
        return result
    }

    private func verdict(_ credential: PolicyCredential, _ template: PolicyTemplate) -> PolicyVerdict {
        if let attribute = template.attribute, let known = ownership(credential, attribute) { return known }
        switch credential {
        case .isAdmin: return verdict(template) { text, _ in text == PolicyCredential.python(isAdmin) }
        case .isAdminProject: return verdict(template) { text, _ in text == PolicyCredential.python(isAdminProject) }
        default: return verdict(template) { text, caller in caller.map { credential.matches(text, of: $0) } }
        }
    }

    /// What is known of `project_id:%(project_id)s` and `user_id:%(user_id)s` without names: the object is the caller's own.
    private func ownership(_ credential: PolicyCredential, _ attribute: String) -> PolicyVerdict? {
        guard credential.rawValue == attribute else { return nil }
        switch (credential, target) {
        case (.projectID, .caller), (.userID, .caller): return .allowed
        case (.projectID, .unreadObject): return isAdmin ? .undetermined : .allowed
        default: return nil
        }
    }

    /// Fills a template and asks `holds`, whose nil means that it takes to know the caller.
    private func verdict(_ template: PolicyTemplate, _ holds: (String, Caller?) -> Bool?) -> PolicyVerdict {
        var text = ""
        var isComplete = true
        for part in template.parts {
            switch part {
            case .text(let piece): text += piece
            case .attribute(let name):
                switch value(of: name) {
                case .known(let value): text += value
                // As in the field, what the object does not have is like nothing.
                case .absent: return .refused
                case .unknown: isComplete = false
                }
            }
        }
        guard isComplete, let answer = holds(text, caller) else { return .undetermined }
        return PolicyVerdict(answer)
    }

    private enum Value {
        case known(String)
        case absent
        case unknown
    }

    private func value(of name: String) -> Value {
        switch target {
        case .unreadObject: return .unknown
        case .attributes(let attributes): return attributes[name].map(Value.known) ?? .absent
        case .caller:
            switch name {
            case "project_id": return caller.map { .known($0.projectID.rawValue) } ?? .unknown
            case "user_id": return caller.map { .known($0.userID.rawValue) } ?? .unknown
            default: return .absent
            }
        }
    }

    private func hasRole(_ name: String, _ caller: Caller?) -> Bool? {
        guard let caller else { return nil }
        let wanted = name.lowercased()
        return caller.roles.contains { $0.lowercased() == wanted }
    }
}
