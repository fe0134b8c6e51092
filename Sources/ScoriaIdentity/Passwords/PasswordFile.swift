public import ScoriaModel

/// The users of a machine without an identity service, from a file of lines `user:bcrypt:project:role,role`.
///
/// Source of the form: Apache's htpasswd, with the project and the roles behind the hash.
public struct PasswordFile: Sendable {
    /// One user.
    public struct User: Sendable, Hashable {
        public let name: String
        let hash: String
        public let projectID: ProjectID
        /// With the roles that others imply, as an identity service would expand them.
        public let roles: Set<String>
    }

    /// What is wrong with a file, and where.
    public struct Problem: Error, Sendable, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        public let description: String
    }

    public let users: [String: User]
    /// The hash that unknown users are held against, so that they take as long as known ones: the most costly of the file.
    let decoy: String

    /// Reads a file; throws the first ``Problem``.
    public init(text: String) throws(Problem) {
        var users: [String: User] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.allSatisfy({ $0 == " " || $0 == "\t" }), !line.hasPrefix("#") else { continue }
            let user = try Self.user(line, number: index + 1)
            guard users.updateValue(user, forKey: user.name) == nil else {
                throw Problem(line: index + 1, description: "The user \(user.name) stands in the file twice. Remove one of the lines.")
            }
        }
        self.users = users
        decoy = users.values.map(\.hash).max { Bcrypt.cost(of: $0) ?? 0 < Bcrypt.cost(of: $1) ?? 0 } ?? Bcrypt.unused
    }

    private static func user(_ line: Substring, number: Int) throws(Problem) -> User {
        let fields = line.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 4 else {
            throw Problem(
                line: number,
                description:
                    "The line has \(fields.count) fields instead of 4. Write user:hash:project:role,role; `scoria user hash` makes such a line."
            )
        }
        let name = String(fields[0])
        guard isName(name) else { throw Problem(line: number, description: "The name of the user is empty or has control characters.") }
        guard let cost = Bcrypt.cost(of: String(fields[1])) else {
            throw Problem(line: number, description: "The hash of \(name) is not of bcrypt ($2y$, $2b$). `scoria user hash` makes one.")
        }
        guard Bcrypt.costs.contains(cost) else {
            throw Problem(
                line: number,
                description:
                    "The cost of the hash of \(name) is \(cost). Take one from \(Bcrypt.costs.lowerBound) to \(Bcrypt.costs.upperBound)."
            )
        }
        let project = String(fields[2])
        guard isProject(project) else {
            throw Problem(
                line: number,
                description: "'\(project)' cannot be a project: write digits, the letters a to f and hyphens, as in a UUID."
            )
        }
        let roles = fields[3].split(separator: ",").map(String.init)
        guard !roles.isEmpty, roles.allSatisfy(isName) else {
            throw Problem(line: number, description: "\(name) has no role. Write at least one of admin, member, reader.")
        }
        return User(name: name, hash: String(fields[1]), projectID: ProjectID(rawValue: project), roles: expanded(roles))
    }

    /// The line of a user, without an end of line.
    public static func line(name: String, hash: String, project: String, roles: [String]) throws(Problem) -> String {
        let line = "\(name):\(hash):\(project):\(roles.joined(separator: ","))"
        _ = try user(line[...], number: 1)
        return line
    }

    /// The roles with those that they imply, as Keystone's bootstrap sets them up.
    private static func expanded(_ roles: [String]) -> Set<String> {
        let chain = ["admin", "manager", "member", "reader"]
        var all = Set(roles)
        if let strongest = chain.firstIndex(where: all.contains) { all.formUnion(chain[strongest...]) }
        return all
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
    }

    /// What may stand in a path as a project.
    private static func isProject(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }
}
