import ScoriaModel

/// Drops pools that do not offer what the volume type's extra specs ask for (`scheduler.md` 3).
struct CapabilitiesFilter: PlacementFilter {
    let name = "CapabilitiesFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        var mustExtendOnline = false
        if case .extend(_, isAttached: true) = request.operation { mustExtendOnline = true }
        // Sorted, so that the same question always gets the same answer.
        let wishes = request.extraSpecs.sorted { $0.key < $1.key }.compactMap(Wish.init)
        return mustExtendOnline || !wishes.isEmpty ? Check(wishes: wishes, mustExtendOnline: mustExtendOnline) : nil
    }

    /// One extra spec that is the scheduler's business.
    private struct Wish {
        /// Where in the capabilities the key points, by nested maps.
        let path: [String]
        let text: String
        let match: ExtraSpecMatch
        let phrase: Objection.Phrase

        /// Reads an extra spec; nil when its scope is a driver's business.
        init?(key: String, text: String) {
            let parts = key.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 1 || parts[0] == "capabilities" else { return nil }
            path = parts.count == 1 ? parts : Array(parts.dropFirst())
            self.text = text
            match = ExtraSpecMatch(text)
            // Users may see these two extra specs (`driver-interface.md` 5); of others they learn only that the type asks for them.
            phrase =
                switch path.joined(separator: ":") {
                case "multiattach": .init(one: "has no multiattach", many: "have no multiattach")
                case "replication_enabled": .init(one: "has no replication", many: "have no replication")
                default: .init(one: "does not offer what the volume type asks for", many: "do not offer what the volume type asks for")
                }
        }

        func finding(on candidate: PoolCandidate) -> Finding? {
            let capability = candidate.prepared.capability(path)
            guard !match.passes(capability) else { return nil }
            let key = path.joined(separator: ":")
            return Finding(
                phrase,
                asked: "\(key) \(text)",
                found: capability.map { "\(key) is \($0.plain)" } ?? "the pool does not report \(key)"
            )
        }
    }

    private struct Check: PoolCheck {
        let wishes: [Wish]
        let mustExtendOnline: Bool
        let offlinePhrase = Objection.Phrase(one: "cannot extend attached volumes", many: "cannot extend attached volumes")

        func finding(on candidate: PoolCandidate) -> Finding? {
            if mustExtendOnline, candidate.prepared.capabilities["online_extend_support"] == false {
                return Finding(offlinePhrase, asked: "online_extend_support", found: "false, and the volume is attached")
            }
            for wish in wishes {
                if let finding = wish.finding(on: candidate) { return finding }
            }
            return nil
        }
    }
}

extension PreparedPool {
    /// The capability at a path of nested maps, with all spellings of a storage protocol; nil when there is none.
    func capability(_ path: [String]) -> JSONValue? {
        guard let first = path.first, var value = capabilities[first] else { return nil }
        if first == "storage_protocol", !protocolSpellings.isEmpty { value = .array(protocolSpellings) }
        for key in path.dropFirst() {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }
}
