internal import ScoriaSystem
internal import Yams

#if canImport(Glibc)
    import Glibc
#endif

/// What a policy file says of one rule.
struct PolicyOverride: Sendable {
    let name: String
    /// The rule as it was written, for people.
    let text: String
    let syntax: PolicySyntax
    /// Where the name stands.
    let place: PolicyPlace
    /// Where in the file a place of the rule's text is.
    let locate: @Sendable (Int) -> PolicyPlace
}

/// A file of policy overrides: YAML, one mapping from rule names to rules.
struct PolicyFile: Sendable {
    /// The most bytes that are read.
    static let maximumBytes = 1 << 20

    private(set) var overrides: [PolicyOverride] = []
    private(set) var problems: [PolicyProblem] = []
    private let path: String
    private let lines: [Substring.UnicodeScalarView]

    /// Reads a file; nil when there is none.
    ///
    /// Only a regular file is read, so that a pipe cannot hang the start.
    static func read(_ path: String) throws(PolicyProblem) -> PolicyFile? {
        let place = PolicyPlace(path: path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw PolicyProblem(.error, at: place, "The file cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PolicyProblem(.error, at: place, "This is no regular file.")
        }
        guard status.st_size <= maximumBytes else {
            throw PolicyProblem(.error, at: place, "The file has \(status.st_size) bytes; at most \(maximumBytes) are read.")
        }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            let taken = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count) }
            guard taken >= 0 else {
                throw PolicyProblem(.error, at: place, "The file cannot be read: \(String(cString: strerror(errno))).")
            }
            if taken == 0 { break }
            count += taken
        }
        guard count <= maximumBytes else {
            throw PolicyProblem(.error, at: place, "The file has more than \(maximumBytes) bytes.")
        }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw PolicyProblem(.error, at: place, "The file is no UTF-8 text.")
        }
        return PolicyFile(text: text, path: path)
    }

    /// Reads a file's text.
    init(text: String, path: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(\.unicodeScalars)
        do throws(PolicyProblem) {
            try refuseDepth()
            if let root = try compose(text) { try take(root) }
        } catch {
            problems.append(error)
        }
    }

    /// Refuses what would nest so deep that reading it takes more stack than there is.
    private func refuseDepth() throws(PolicyProblem) {
        var depth = 0
        for (index, line) in lines.enumerated() {
            // Each level of a block lies further to the right than the one around it.
            let indentation = line.prefix { " -?".unicodeScalars.contains($0) }.count
            for scalar in line {
                switch scalar {
                case "[", "{": depth += 1
                case "]", "}": depth = max(0, depth - 1)
                default: break
                }
                guard depth <= 32, indentation <= 200 else {
                    throw PolicyProblem(.error, at: PolicyPlace(path: path, line: index + 1), "Lists are nested too deep here.")
                }
            }
        }
    }

    private func compose(_ text: String) throws(PolicyProblem) -> Node? {
        do {
            return try Parser(yaml: text).singleRoot()
        } catch let error as YamlError {
            throw problem(of: error)
        } catch {
            throw PolicyProblem(.error, at: PolicyPlace(path: path), "The file is no YAML: \(error)")
        }
    }

    private func problem(of error: YamlError) -> PolicyProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            let hint = problem.contains("cannot start any token") ? " A rule of @ or ! needs quotation marks." : ""
            return PolicyProblem(.error, at: place(mark), "This is no YAML: \(problem).\(hint)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "'\($0.shortened(to: 64))'" }.joined(separator: ", ")
            let place = secondPlace(of: duplicates.first ?? "", after: context.mark.line) ?? place(context.mark)
            return PolicyProblem(.error, at: place, "Each rule may stand here once, but \(names) is there several times.")
        case .reader(let problem, _, _, _): return PolicyProblem(.error, at: PolicyPlace(path: path), "The file is no text: \(problem).")
        default: return PolicyProblem(.error, at: PolicyPlace(path: path), "The file is no YAML.")
        }
    }

    /// Where a name stands again, as far as it stands at the beginning of a line.
    private func secondPlace(of name: String, after line: Int) -> PolicyPlace? {
        let forms = ["\"\(name)\"", "'\(name)'", name].map { Array($0.unicodeScalars) }
        for index in lines.indices.dropFirst(line) {
            let indentation = lines[index].prefix { $0 == " " }.count
            let rest = lines[index].dropFirst(indentation)
            guard forms.contains(where: { form in rest.starts(with: form) && rest.dropFirst(form.count).first { $0 != " " } == ":" }) else {
                continue
            }
            return PolicyPlace(path: path, line: index + 1, column: indentation + 1)
        }
        return nil
    }

    private func place(_ mark: Mark?) -> PolicyPlace { PolicyPlace(path: path, line: mark?.line, column: mark?.column) }

    // MARK: Rules

    private mutating func take(_ root: Node) throws(PolicyProblem) {
        // A file of comments only says nothing.
        if root.tag.description == "tag:yaml.org,2002:null" { return }
        guard case .mapping(let rules) = root else {
            throw PolicyProblem(
                .error,
                at: place(root.mark),
                "The file must hold rule names with their rules, such as \"volume:create\": \"role:member\"."
            )
        }
        for (key, value) in rules {
            guard case .scalar(let name) = key, !name.string.isEmpty else {
                problems.append(PolicyProblem(.error, at: place(key.mark), "The name of a rule must be text."))
                continue
            }
            do throws(PolicyProblem) {
                overrides.append(try rule(name.string, at: place(key.mark), value))
            } catch {
                problems.append(error)
            }
        }
    }

    private func rule(_ name: String, at place: PolicyPlace, _ value: Node) throws(PolicyProblem) -> PolicyOverride {
        switch value {
        case .scalar(let scalar):
            let locate = locator(of: scalar)
            let text = try text(of: value, name)
            do throws(PolicySyntaxError) {
                return PolicyOverride(name: name, text: text, syntax: try PolicyRuleParser.parse(text), place: place, locate: locate)
            } catch {
                throw PolicyProblem(.error, at: locate(error.offset), rule: name, error.reason)
            }
        case .sequence(let items): return try list(name, at: place, items)
        default: throw notText(value, name)
        }
    }

    /// The old form: a list of alternatives, each a check or a list of checks that must all hold.
    private func list(_ name: String, at place: PolicyPlace, _ items: Node.Sequence) throws(PolicyProblem) -> PolicyOverride {
        var alternatives: [PolicySyntax] = []
        var texts: [String] = []
        var count = 0
        for item in items {
            var checks: [PolicySyntax] = []
            var words: [String] = []
            var members = [item]
            if case .sequence(let inner) = item { members = Array(inner) }
            for member in members {
                count += 1
                guard count <= PolicyRuleParser.maximumChecks else {
                    throw PolicyProblem(.error, at: place, rule: name, "A rule has at most \(PolicyRuleParser.maximumChecks) checks.")
                }
                let text = try text(of: member, name)
                do throws(PolicySyntaxError) {
                    checks.append(try PolicyRuleParser.parseCheck(text))
                } catch {
                    throw PolicyProblem(.error, at: self.place(member.mark), rule: name, error.reason)
                }
                words.append(text)
            }
            // As in the field, an empty inner list is as if it were not there.
            guard !checks.isEmpty else { continue }
            alternatives.append(checks.count == 1 ? checks[0] : .all(checks))
            texts.append(words.joined(separator: " and "))
        }
        let syntax: PolicySyntax =
            items.isEmpty ? .always : alternatives.isEmpty ? .never : alternatives.count == 1 ? alternatives[0] : .any(alternatives)
        let first = self.place(items.mark)
        return PolicyOverride(name: name, text: texts.joined(separator: " or "), syntax: syntax, place: place, locate: { _ in first })
    }

    private func text(of node: Node, _ name: String) throws(PolicyProblem) -> String {
        guard case .scalar(let scalar) = node else { throw notText(node, name) }
        // A bare ! is a tag of nothing, and nothing would be the empty text, which admits everybody.
        let isNothing = scalar.string.isEmpty && scalar.style == .plain
        guard node.tag.description == "tag:yaml.org,2002:str", !isNothing else { throw notText(node, name) }
        return scalar.string
    }

    private func notText(_ node: Node, _ name: String) -> PolicyProblem {
        PolicyProblem(
            .error,
            at: place(node.mark),
            rule: name,
            "A rule is text in quotation marks, such as \"role:member\"; \"@\" admits everybody and \"!\" nobody."
        )
    }

    /// Finds the places of a rule's text in the file, as far as the text stands there as it is.
    private func locator(of scalar: Node.Scalar) -> @Sendable (Int) -> PolicyPlace {
        guard let mark = scalar.mark else { return { [path] _ in PolicyPlace(path: path) } }
        let begin = place(mark)
        guard lines.indices.contains(mark.line - 1) else { return { _ in begin } }
        let rest = lines[mark.line - 1].dropFirst(mark.column - 1)
        let isQuoted = rest.first == "\"" || rest.first == "'"
        let written = Array(isQuoted ? rest.dropFirst() : rest)
        let text = Array(scalar.string.unicodeScalars)
        let column = mark.column + (isQuoted ? 1 : 0)
        return { offset in
            let known = min(offset, text.count)
            guard written.count >= known, written[..<known].elementsEqual(text[..<known]) else { return begin }
            return PolicyPlace(path: begin.path, line: begin.line, column: column + known)
        }
    }
}
