import ScoriaModel

/// Drops pools for which the condition of the hint `query` does not hold (`scheduler.md` 2).
///
/// A condition is `[operator, argument, …]`; an argument is a condition, a value, or `$field` or `$field.key` of the pool.
struct JSONFilter: PlacementFilter {
    let name = "JsonFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        guard let query = request.hints.query, !query.isEmpty else { return nil }
        return Check(query)
    }

    /// Why a condition cannot be computed.
    private struct QueryError: Error {
        let reason: String
    }

    private struct Check: PoolCheck {
        let text: String
        let query: Result<JSONValue, QueryError>
        let phrase = Objection.Phrase(one: "does not fulfil the hint query", many: "do not fulfil the hint query")

        /// The longest query, in bytes: it is computed for each pool, while other placements wait.
        private static let longest = 4096

        init(_ text: String) {
            self.text = text
            guard text.utf8.count <= Self.longest else {
                query = .failure(QueryError(reason: "the query has \(text.utf8.count) bytes, and may have \(Self.longest)"))
                return
            }
            query = Result { () throws(JSONError) in try JSONValue(parsing: text) }
                .mapError { QueryError(reason: "the query is no JSON: \($0)") }
        }

        func finding(on candidate: PoolCandidate) -> Finding? {
            do {
                let value = try query.get()
                guard !Self.isTrue(try Self.result(of: value, at: candidate)) else { return nil }
                return Finding(phrase, asked: text, found: "false")
            } catch {
                let reason = error.reason
                return Finding(phrase, asked: text, found: reason)
            }
        }

        /// The value of a condition; an empty one holds.
        ///
        /// Its depth is bounded by the JSON reader.
        private static func result(of query: JSONValue, at candidate: PoolCandidate) throws(QueryError) -> JSONValue {
            guard case .array(let parts) = query else {
                throw QueryError(reason: "a condition is a list, not \(query.plain.shortened(to: 60))")
            }
            guard let sign = parts.first else { return true }
            guard let sign = sign.string else { throw QueryError(reason: "a condition begins with its operator") }
            var values: [JSONValue] = []
            for part in parts.dropFirst() {
                let value = try argument(part, at: candidate)
                if value != .null { values.append(value) }
            }
            return .bool(try holds(sign, values))
        }

        private static func argument(_ part: JSONValue, at candidate: PoolCandidate) throws(QueryError) -> JSONValue {
            switch part {
            case .array: return try result(of: part, at: candidate)
            case .string(let text) where text.hasPrefix("$"): return lookUp(text.dropFirst(), at: candidate)
            case .string(""): return .null
            default: return part
            }
        }

        private static func holds(_ sign: String, _ values: [JSONValue]) throws(QueryError) -> Bool {
            switch sign {
            // Of several, one that is false is enough, as where the field reads the outermost condition.
            case "not": return values.contains { !isTrue($0) }
            case "or": return values.contains(where: isTrue)
            case "and": return values.allSatisfy(isTrue)
            case "=", "<", ">", "<=", ">=", "in": break
            default: throw QueryError(reason: "unknown operator \(sign.shortened(to: 40)): there are = < > in <= >= not or and")
            }
            guard values.count > 1, let first = values.first else { return false }
            let others = values.dropFirst()
            if sign == "in" { return others.contains { isEqual(first, $0) } }
            for other in others {
                guard try compares(sign, first, other) else { return false }
            }
            return true
        }

        private static func compares(_ sign: String, _ left: JSONValue, _ right: JSONValue) throws(QueryError) -> Bool {
            switch sign {
            case "=": isEqual(left, right)
            case "<": try isLess(left, right)
            case ">": try isLess(right, left)
            case "<=": try !isLess(right, left)
            default: try !isLess(left, right)
            }
        }

        private static func isLess(_ left: JSONValue, _ right: JSONValue) throws(QueryError) -> Bool {
            if let first = left.string, let second = right.string { return first.precedes(second) }
            guard let first = number(left), let second = number(right) else {
                throw QueryError(reason: "\(left.plain.shortened(to: 60)) and \(right.plain.shortened(to: 60)) have no order")
            }
            return first < second
        }

        /// Whether two values are equal; whole or not, and true or 1, are the same.
        private static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
            if let first = number(left), let second = number(right) { return first == second }
            return left == right
        }

        private static func number(_ value: JSONValue) -> Double? {
            value.double ?? value.bool.map { $0 ? 1 : 0 }
        }

        private static func isTrue(_ value: JSONValue) -> Bool {
            switch value {
            case .null: false
            case .bool(let flag): flag
            case .integer(let number): number != 0
            case .number(let number): number != 0
            case .string(let text): !text.isEmpty
            case .array(let elements): !elements.isEmpty
            case .object(let members): !members.isEmpty
            }
        }

        /// A field of the pool, and further keys within it; null when there is none.
        private static func lookUp(_ path: Substring, at candidate: PoolCandidate) -> JSONValue {
            let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard let first = keys.first, var value = field(first, of: candidate) else { return .null }
            for key in keys.dropFirst() {
                guard let next = value[key] else { return .null }
                value = next
            }
            return value
        }

        private static func field(_ name: String, of candidate: PoolCandidate) -> JSONValue? {
            switch name {
            case "capabilities": .object(candidate.capabilities)
            case "service": .object(["availability_zone": .string(candidate.availabilityZone)])
            case "pool_name": candidate.address.pool.map(JSONValue.string)
            case "provisioned_capacity_gb": .number(candidate.provisionedCapacity)
            case "max_over_subscription_ratio": .number(candidate.prepared.ratio)
            case "storage_protocol": candidate.prepared.protocolAttribute
            default: candidate.figure(name) ?? candidate.capabilities[name]
            }
        }
    }
}

extension PreparedPool {
    /// The storage protocol as the field keeps it of a pool: the list of its spellings when there are several.
    fileprivate var protocolAttribute: JSONValue? {
        protocolSpellings.count > 1 ? .array(protocolSpellings) : protocolSpellings.first
    }
}
