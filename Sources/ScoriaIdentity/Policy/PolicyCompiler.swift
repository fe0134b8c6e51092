internal import ScoriaModel

/// Makes checks of rules: names become numbers, and what cannot be answered is refused.
struct PolicyCompiler {
    /// How many checks a rule may come to when those that it refers to are counted each time.
    static let maximumSize = 100_000

    private(set) var problems: [PolicyProblem] = []
    private(set) var roles: [String: RoleBits] = [:]
    private let numbers: [String: Int]

    /// A compiler for rules whose names have these numbers.
    init(numbers: [String: Int]) {
        self.numbers = numbers
    }

    /// The checks of rules by number; problems are kept.
    mutating func compile(_ rules: [PolicySource]) -> [PolicyCheck] {
        let checks = rules.map { compile($0.syntax, $0) }
        let references = rules.map { self.references(of: $0.syntax) }
        findLoops(rules, references)
        if !problems.contains(where: { $0.severity == .error }) { measure(rules, checks) }
        return checks
    }

    private mutating func compile(_ syntax: PolicySyntax, _ rule: PolicySource) -> PolicyCheck {
        switch syntax {
        case .always: return .always
        case .never: return .never
        case .not(let inner): return .not(compile(inner, rule))
        case .all(let parts): return .all(parts.map { compile($0, rule) })
        case .any(let parts): return .any(parts.map { compile($0, rule) })
        case .check(let kind, let match, let offset):
            do throws(PolicySyntaxError) {
                return try check(kind, match, offset, rule)
            } catch {
                problems.append(PolicyProblem(.error, at: rule.locate(error.offset), rule: rule.name, error.reason))
                return .never
            }
        }
    }

    private mutating func check(
        _ kind: String,
        _ match: String,
        _ offset: Int,
        _ rule: PolicySource
    ) throws(PolicySyntaxError) -> PolicyCheck {
        switch kind {
        case "rule":
            guard let number = numbers[match] else { throw PolicySyntaxError(offset: offset, reason: unknownRule(match)) }
            return .rule(number)
        case "http", "https":
            throw PolicySyntaxError(offset: offset, reason: "Checks by another server (\(kind):) are not supported.")
        default: break
        }
        let template: PolicyTemplate
        do throws(PolicySyntaxError) {
            template = try PolicyTemplate(match)
        } catch {
            throw PolicySyntaxError(offset: offset + kind.unicodeScalars.count + 1 + error.offset, reason: error.reason)
        }
        if kind == "role" {
            guard let name = template.constant else { return .roleNamed(template) }
            return .role(try bits(of: name.lowercased(), offset))
        }
        if let literal = try Self.literal(kind, offset) { return .literal(literal, template) }
        if let credential = PolicyCredential(rawValue: kind) { return .credential(credential, template) }
        let words = kind.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 1 || PolicyCredential(rawValue: words[0]) == nil else {
            throw PolicySyntaxError(offset: offset, reason: "'\(words[0])' of the caller has no parts.")
        }
        problems.append(
            PolicyProblem(
                .warning,
                at: rule.locate(offset),
                rule: rule.name,
                "'\(kind.shortened(to: 64))' is nothing that is known of a caller, so that this check never holds."
                    + suggestion(kind, among: PolicyCredential.allCases.map(\.rawValue) + ["role", "rule"])
            )
        )
        return .never
    }

    private mutating func bits(of role: String, _ offset: Int) throws(PolicySyntaxError) -> RoleBits {
        if let known = roles[role] { return known }
        guard roles.count < RoleBits.maximum else {
            throw PolicySyntaxError(offset: offset, reason: "A policy names at most \(RoleBits.maximum) different roles.")
        }
        let new = RoleBits(bit: roles.count)
        roles[role] = new
        return new
    }

    /// A literal before the colon, as Python would print it; nil when it is a name.
    private static func literal(_ kind: String, _ offset: Int) throws(PolicySyntaxError) -> String? {
        if kind == "True" || kind == "False" || kind == "None" { return kind }
        if let number = Int(kind), String(number) == kind { return kind }
        if let quote = kind.first, quote == "'" || quote == "\"" {
            let inner = kind.dropFirst().dropLast()
            guard kind.count >= 2, kind.last == quote, !inner.contains(quote), !inner.contains("\\") else {
                throw PolicySyntaxError(
                    offset: offset,
                    reason: "The text before the colon is not closed by the quotation mark that opens it."
                )
            }
            return String(inner)
        }
        guard kind.allSatisfy({ $0.isLetter || $0.isNumber || "_.-".contains($0) }), kind.first?.isNumber != true else {
            throw PolicySyntaxError(
                offset: offset,
                reason: "'\(kind.shortened(to: 64))' is neither the name of a check nor a text in quotation marks."
            )
        }
        return nil
    }

    private func unknownRule(_ name: String) -> String {
        "There is no rule '\(name.shortened(to: 128))'." + suggestion(name, among: Array(numbers.keys))
    }

    /// The name that was probably meant, as a sentence.
    func suggestion(_ name: String, among names: [String]) -> String {
        // Enough is enough: each search looks at every name.
        guard problems.count < 20, name.utf8.count <= 128, let nearest = Spelling.nearest(to: name, among: names) else { return "" }
        return " Is '\(nearest)' meant?"
    }

    // MARK: Loops and sizes

    private func references(of syntax: PolicySyntax) -> [(number: Int, offset: Int)] {
        switch syntax {
        case .always, .never: []
        case .not(let inner): references(of: inner)
        case .all(let parts), .any(let parts): parts.flatMap { references(of: $0) }
        case .check("rule", let name, let offset): numbers[name].map { [($0, offset)] } ?? []
        case .check: []
        }
    }

    /// Names every loop of rules once, at the rule where it is entered.
    private mutating func findLoops(_ rules: [PolicySource], _ references: [[(number: Int, offset: Int)]]) {
        enum Mark { case new, open, done }
        var marks = [Mark](repeating: .new, count: rules.count)
        for start in rules.indices where marks[start] == .new {
            // A stack of our own: a chain of rules may be long.
            var path: [(rule: Int, next: Int)] = [(start, 0)]
            marks[start] = .open
            while let (rule, next) = path.last {
                guard next < references[rule].count else {
                    marks[rule] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let (target, offset) = references[rule][next]
                switch marks[target] {
                case .done: break
                case .new:
                    marks[target] = .open
                    path.append((target, 0))
                case .open:
                    let loop = path.drop { $0.rule != target }.map { rules[$0.rule].name } + [rules[target].name]
                    let names = loop.count > 12 ? Array(loop.prefix(6)) + ["…"] + Array(loop.suffix(5)) : loop
                    problems.append(
                        PolicyProblem(
                            .error,
                            at: rules[rule].locate(offset),
                            rule: rules[rule].name,
                            "The rules refer to each other in a circle: \(names.joined(separator: " → "))."
                        )
                    )
                }
            }
        }
    }

    /// Refuses rules that come to so many checks that one answer would take noticeable time, or so long a chain that it takes the stack.
    private mutating func measure(_ rules: [PolicySource], _ checks: [PolicyCheck]) {
        var sizes = [Measure?](repeating: nil, count: checks.count)
        for start in checks.indices {
            var path = [start]
            while let rule = path.last {
                if let missing = missingMeasures(checks[rule], sizes).first, sizes[rule] == nil {
                    path.append(missing)
                    continue
                }
                sizes[rule] = sizes[rule] ?? measure(checks[rule], sizes)
                path.removeLast()
            }
            guard let size = sizes[start], size.checks > Self.maximumSize || size.depth > 500 else { continue }
            problems.append(
                PolicyProblem(
                    .error,
                    at: rules[start].locate(0),
                    rule: rules[start].name,
                    "With the rules that it refers to, this rule is too large."
                )
            )
        }
    }

    private struct Measure {
        var checks: Int
        var depth: Int
    }

    private func missingMeasures(_ check: PolicyCheck, _ sizes: [Measure?]) -> [Int] {
        switch check {
        case .rule(let number): sizes[number] == nil ? [number] : []
        case .not(let inner): missingMeasures(inner, sizes)
        case .all(let parts), .any(let parts): parts.flatMap { missingMeasures($0, sizes) }
        default: []
        }
    }

    private func measure(_ check: PolicyCheck, _ sizes: [Measure?]) -> Measure {
        let parts: [Measure]
        switch check {
        case .rule(let number): parts = [sizes[number] ?? Measure(checks: 0, depth: 0)]
        case .not(let inner): parts = [measure(inner, sizes)]
        case .all(let inner), .any(let inner): parts = inner.map { measure($0, sizes) }
        default: parts = []
        }
        let checks = parts.reduce(1) { min($0 + $1.checks, Self.maximumSize + 1) }
        return Measure(checks: checks, depth: 1 + (parts.map(\.depth).max() ?? 0))
    }
}

/// A rule before it is compiled.
struct PolicySource: Sendable {
    let name: String
    let syntax: PolicySyntax
    /// Where a place of the rule's text is.
    let locate: @Sendable (Int) -> PolicyPlace
}

/// Finds the name that somebody meant.
enum Spelling {
    /// The nearest name, when one is near: at most two wrong letters, or a quarter of a long name.
    static func nearest(to name: String, among names: [String]) -> String? {
        let limit = max(2, name.utf8.count / 4)
        let measured = names.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }.filter { $0.1 <= limit }
        return measured.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// How many letters have to be changed, added or removed to make one text of the other (Levenshtein).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard abs(left.count - right.count) <= max(2, left.count / 4) else { return .max }
        var row = Array(0...right.count)
        for (leftIndex, leftByte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = leftIndex + 1
            for (rightIndex, rightByte) in right.enumerated() {
                let change = diagonal + (leftByte == rightByte ? 0 : 1)
                diagonal = row[rightIndex + 1]
                row[rightIndex + 1] = min(change, row[rightIndex] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
