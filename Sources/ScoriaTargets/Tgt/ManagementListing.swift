/// One target as tgtd lists it.
struct TgtListedTarget: Sendable, Hashable {
    let number: Int32
    let name: String
    var isReady = false
    /// The volume; unit 0 is tgtd's own controller and not listed here.
    var unit: TgtListedUnit?
    /// Accounts in the order in which they are bound.
    var accounts: [String] = []
    /// Names and addresses that may log in; tgtd does not tell which is which.
    var access: [String] = []
}

/// The logical unit of a target as tgtd lists it.
struct TgtListedUnit: Sendable, Hashable {
    var serial = ""
    var path = ""
    var backingStore = ""
    var isThin = false
    var isOnline = false
}

/// A listing of all targets, to be searched.
struct TgtTargetList: Sendable {
    let all: [TgtListedTarget]
    private let byNumber: [Int32: [TgtListedTarget]]
    private let byName: [String: [TgtListedTarget]]

    init(_ all: [TgtListedTarget] = []) {
        self.all = all
        byNumber = Dictionary(grouping: all, by: \.number)
        byName = Dictionary(grouping: all, by: \.name)
    }

    func targets(numbered number: Int32) -> [TgtListedTarget] { byNumber[number] ?? [] }
    func targets(named name: String) -> [TgtListedTarget] { byName[name] ?? [] }
}

/// One connection of an initiator as tgtd lists it.
struct TgtListedConnection: Sendable, Hashable {
    let session: UInt64
    let connection: UInt32
    let initiator: String
}

/// Reads the texts that tgtd answers with; their form is fixed by `tgt_target_show_all` and `iscsi_target_show` of tgt 1.0.85.
///
/// A listing holds each session's alias, which the initiator chose: lines in it may be forged by who may log in. So a reader of it must bear
/// targets that are not there and that are listed twice.
enum TgtListing {
    /// The sections of a target's entry.
    private enum Section {
        case system
        case sessions
        case units
        case accounts
        case access
    }

    /// The unit number of every volume.
    static let volumeUnit: UInt64 = 1

    static func targets(_ text: String) -> [TgtListedTarget] {
        var targets: [TgtListedTarget] = []
        var section = Section.system
        var unit: UInt64?
        for line in text.split(separator: "\n") {
            if let target = header(line) {
                targets.append(target)
                (section, unit) = (.system, nil)
                continue
            }
            guard let last = targets.indices.last else { continue }
            if let next = sectionTitle(line) {
                (section, unit) = (next, nil)
                continue
            }
            let indentation = line.prefix { $0 == " " }.count
            let content = line.dropFirst(indentation)
            switch section {
            case .system: if content == "State: ready" { targets[last].isReady = true }
            case .sessions: break
            case .units:
                if indentation == 8, let number = value(of: "LUN", in: content).flatMap({ UInt64($0) }) {
                    unit = number
                    if number == volumeUnit { targets[last].unit = TgtListedUnit() }
                } else if unit == volumeUnit {
                    targets[last].unit?.read(content)
                }
            case .accounts: targets[last].accounts.append(String(content))
            case .access: targets[last].access.append(String(content))
            }
        }
        return targets
    }

    static func connections(_ text: String) -> [TgtListedConnection] {
        var connections: [TgtListedConnection] = []
        var session: UInt64?
        var connection: UInt32?
        for line in text.split(separator: "\n") {
            let content = line.drop { $0 == " " }
            if let number = value(of: "Session", in: content) {
                session = UInt64(number)
            } else if let number = value(of: "Connection", in: content) {
                connection = UInt32(number)
            } else if let name = value(of: "Initiator", in: content), let session, let connection {
                connections.append(TgtListedConnection(session: session, connection: connection, initiator: String(name)))
            }
        }
        return connections
    }

    /// The portals as `address:port`.
    static func portals(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            value(of: "Portal", in: line).flatMap { $0.split(separator: ",").first }.map(String.init)
        }
    }

    private static func header(_ line: Substring) -> TgtListedTarget? {
        guard line.hasPrefix("Target "), let colon = line.firstIndex(of: ":") else { return nil }
        guard let number = Int32(line[..<colon].dropFirst("Target ".count)) else { return nil }
        return TgtListedTarget(number: number, name: String(line[colon...].dropFirst(2)))
    }

    private static func sectionTitle(_ line: Substring) -> Section? {
        switch line {
        case "    System information:": .system
        case "    I_T nexus information:": .sessions
        case "    LUN information:": .units
        case "    Account information:": .accounts
        case "    ACL information:": .access
        default: nil
        }
    }

    fileprivate static func value(of key: String, in line: Substring) -> Substring? {
        line.hasPrefix(key + ": ") ? line.dropFirst(key.count + 2) : nil
    }
}

extension TgtListedUnit {
    fileprivate mutating func read(_ line: Substring) {
        if let text = TgtListing.value(of: "SCSI SN", in: line) {
            serial = String(text)
        } else if let text = TgtListing.value(of: "Backing store path", in: line) {
            path = String(text)
        } else if let text = TgtListing.value(of: "Backing store type", in: line) {
            backingStore = String(text)
        } else if let text = TgtListing.value(of: "Thin-provisioning", in: line) {
            isThin = text == "Yes"
        } else if let text = TgtListing.value(of: "Online", in: line) {
            isOnline = text == "Yes"
        }
    }
}
