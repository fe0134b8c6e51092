/// Tells for people how a policy comes to its answer.
struct PolicyExplanation {
    /// The rules' names by number.
    let names: [String]
    /// The roles' names by bit.
    let roles: [RoleBits: String]
    let evaluation: PolicyEvaluation

    /// The most lines of an explanation; large rules are cut.
    private static let maximumLines = 200

    /// Adds a check, with those that it is made of below it.
    func write(_ check: PolicyCheck, depth: Int, _ lines: inout [String]) {
        guard lines.count < Self.maximumLines else { return }
        let answer = evaluation.verdict(check) == .allowed ? "yes" : "no"
        lines.append(String(repeating: "  ", count: depth) + "\(text(of: check)): \(answer)")
        switch check {
        case .rule(let number): write(evaluation.checks[number], depth: depth + 1, &lines)
        case .not(let inner): write(inner, depth: depth + 1, &lines)
        case .all(let parts), .any(let parts): for part in parts { write(part, depth: depth + 1, &lines) }
        default: break
        }
    }

    private func text(of check: PolicyCheck) -> String {
        switch check {
        case .always: "@"
        case .never: "never"
        case .role(let role): "role:\(roles[role] ?? "")"
        case .roleNamed(let template): "role:\(template)"
        case .rule(let number): "rule:\(names[number])"
        case .credential(let credential, let template): "\(credential.rawValue):\(template)"
        case .literal(let literal, let template): "'\(literal)':\(template)"
        case .not: "not"
        case .all: "all of"
        case .any: "any of"
        }
    }
}

extension PolicyTemplate: CustomStringConvertible {
    var description: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .attribute(let name): "%(\(name))s"
            }
        }.joined()
    }
}
