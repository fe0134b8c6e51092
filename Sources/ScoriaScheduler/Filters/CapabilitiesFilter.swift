import ScoriaModel

/// Drops pools that do not offer what the volume type's extra specs ask for (`scheduler.md` 3).
struct CapabilitiesFilter: PlacementFilter {
    let name = "CapabilitiesFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        if case .extend(_, isAttached: true) = request.operation, candidate.capability(["online_extend_support"]) == false {
            return Objection(
                filter: name,
                userPhrase: .init(one: "cannot extend attached volumes", many: "cannot extend attached volumes"),
                asked: "online_extend_support",
                found: "false, and the volume is attached"
            )
        }
        // Sorted, so that the same question always gets the same answer.
        for (key, wanted) in request.extraSpecs.sorted(by: { $0.key < $1.key }) {
            guard let path = Self.path(of: key) else { continue }
            let capability = candidate.capability(path)
            if !ExtraSpecMatch.passes(capability, request: wanted) {
                return mismatch(key: path.joined(separator: ":"), wanted: wanted, found: capability)
            }
        }
        return nil
    }

    /// Where in the capabilities a key points; nil when its scope is a driver's business.
    private static func path(of key: String) -> [String]? {
        let parts = key.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else { return parts }
        return parts[0] == "capabilities" ? Array(parts.dropFirst()) : nil
    }

    private func mismatch(key: String, wanted: String, found: JSONValue?) -> Objection {
        Objection(
            filter: name,
            userPhrase: Self.phrase(for: key),
            asked: "\(key) \(wanted)",
            found: found.map { "\(key) is \($0.plain)" } ?? "the pool does not report \(key)"
        )
    }

    /// Users may see these two extra specs (`driver-interface.md` 5); of the others they learn only that the type asks for them.
    private static func phrase(for key: String) -> Objection.Phrase {
        switch key {
        case "multiattach": .init(one: "has no multiattach", many: "have no multiattach")
        case "replication_enabled": .init(one: "has no replication", many: "have no replication")
        default: .init(one: "does not offer what the volume type asks for", many: "do not offer what the volume type asks for")
        }
    }
}

extension PoolCandidate {
    /// The capability at a path of nested maps, with all spellings of a storage protocol; nil when there is none.
    func capability(_ path: [String]) -> JSONValue? {
        guard let first = path.first, var value = capabilities[first] else { return nil }
        if first == "storage_protocol" { value = StorageProtocol.spellings(of: value) }
        for key in path.dropFirst() {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }
}

extension JSONValue {
    /// The value as an operator reads it.
    var plain: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): number.plain
        case .string(let text): "'\(text)'"
        case .array(let elements): "[" + elements.map(\.plain).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.plain)" }.joined(separator: ", ") + "}"
        }
    }
}
