internal import ScoriaModel
internal import ScoriaSystem

/// A record of open-iscsi's database: how to log in at one portal of one target.
///
/// `iscsiadm` takes a value on its command line only, where everybody on the machine can read it. So it makes the record, which only root
/// can read, and the account is written into the file: lines of `name = value`, as `iscsiadm` itself writes them. The new file has mode
/// 600 from its first byte, and replaces the record in one step.
struct NodeRecord: Sendable {
    /// Where distributions keep the database; Debian uses the first one.
    private static let databases = ["/etc/iscsi", "/var/lib/iscsi"]

    let way: ISCSIWay
    let system: HostSystem

    /// Where the record is; nil when there is none.
    ///
    /// Without a known portal group it is a file; otherwise a directory with a file for each interface.
    private var place: (path: String, database: String)? {
        for database in Self.databases {
            let target = "\(database)/nodes/\(way.iqn)"
            for name in system.names(target) where name == "\(way.address),\(way.port)" || name.hasPrefix("\(way.address),\(way.port),") {
                let inside = system.names("\(target)/\(name)")
                if inside.isEmpty { return ("\(target)/\(name)", database) }
                if inside.contains("default") { return ("\(target)/\(name)/default", database) }
            }
        }
        return nil
    }

    /// Makes the record anew, with the account and a bounded number of tries.
    func make(_ login: CHAPLogin?, doing action: String) async throws {
        try await system.run("iscsiadm", arguments(["-o", "new"]), doing: action, package: "open-iscsi")
        // Nothing comes back by itself after a reboot, which could be another volume's by then.
        var values = [("node.startup", "manual"), ("node.session.initial_login_retry_max", "2")]
        if let login {
            values += [
                ("node.session.auth.authmethod", "CHAP"), ("node.session.auth.username", login.user),
                ("node.session.auth.password", login.password.reveal()),
            ]
        }
        guard let (path, database) = place, let record = system.text(path) else {
            throw AttachError("\(action) failed: iscsiadm has made no record below \(Self.databases.joined(separator: " or ")).")
        }
        try system.replace(path, with: Self.amended(record, values), by: database)
    }

    /// The text of a record with other values.
    static func amended(_ record: String, _ values: [(String, String)]) -> String {
        let names = Set(values.map { "\($0.0) " })
        var lines = record.split(separator: "\n").map(String.init)
        lines.removeAll { line in names.contains { line.hasPrefix($0) } }
        let end = lines.firstIndex { $0.hasPrefix("# END") } ?? lines.endIndex
        lines.insert(contentsOf: values.map { "\($0.0) = \($0.1)" }, at: end)
        return lines.joined(separator: "\n") + "\n"
    }

    func logIn(doing action: String) async throws {
        // 15: there is a session already.
        try await system.run("iscsiadm", arguments(["--login"]), doing: action, package: "open-iscsi", allowing: [15])
    }

    func rescan(doing action: String) async throws {
        try await system.run("iscsiadm", arguments(["--rescan"]), doing: action, package: "open-iscsi")
    }

    func logOut(doing action: String) async throws {
        // 21: there is no session.
        try await system.run("iscsiadm", arguments(["--logout"]), doing: action, package: "open-iscsi", allowing: [21])
    }

    func remove(doing action: String) async throws {
        guard place != nil else { return }
        // 21: there is no record.
        try await system.run("iscsiadm", arguments(["-o", "delete"]), doing: action, package: "open-iscsi", allowing: [21])
    }

    private func arguments(_ verb: [String]) -> [String] { ["-m", "node", "-T", way.iqn, "-p", way.portal] + verb }
}
