/// One request of tgtd's management protocol, which `tgtadm(8)` speaks, too.
///
/// Source of the layout: `usr/tgtadm.h` and `usr/mgmt.c` of tgt 1.0.85. A request is a fixed header in the machine's byte order,
/// followed by a text of `key=value` pairs that ends with a NUL.
struct TgtRequest: Sendable, CustomStringConvertible {
    /// What a request is about; the numbers are the protocol's.
    enum Mode: UInt32 {
        case system = 0
        case target = 1
        case logicalUnit = 2
        case portal = 3
        case connection = 6
        case account = 7
    }

    /// What to do with it; the numbers are the protocol's.
    enum Operation: UInt32 {
        case new = 0
        case delete = 1
        case show = 2
        case bind = 3
        case unbind = 4
        case update = 5
    }

    let mode: Mode
    let operation: Operation
    var target: Int32 = -1
    var session: UInt64 = 0
    var unit: UInt64 = 0
    var connection: UInt32 = 0
    var isForced = false
    /// May hold a password: it goes to the socket and nowhere else.
    var parameters = ""

    static let driverNameLength = 64
    static let headerLength = 120
    /// tgtd reads no longer text (`MAX_MGT_BUFSIZE`).
    static let parametersLimit = 8 << 10

    /// The bytes that go over the socket.
    func encoded(driver: String) -> [UInt8] {
        let text = parameters.isEmpty ? [] : Array(parameters.utf8) + [0]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headerLength + text.count)
        bytes.append(native: mode.rawValue)
        bytes.append(native: operation.rawValue)
        let name = Array(driver.utf8.prefix(Self.driverNameLength - 1))
        bytes += name + [UInt8](repeating: 0, count: Self.driverNameLength - name.count)
        bytes.append(native: UInt32(Self.headerLength + text.count))
        bytes.append(native: target)
        bytes.append(native: session)
        bytes.append(native: unit)
        bytes.append(native: connection)
        bytes.append(native: UInt32(0))  // host number, for drivers other than iSCSI
        bytes.append(native: UInt32(0))  // device type: disk
        bytes.append(native: UInt32(0))  // account direction: incoming
        bytes.append(native: UInt32(0))  // pack, unused
        bytes.append(native: UInt32(isForced ? 1 : 0))
        return bytes + text
    }

    /// The request without its parameters.
    var description: String { "\(operation) \(mode)" + (target >= 0 ? " of target \(target)" : "") }
}

/// The header of tgtd's answer: a status and the length of everything, header included.
struct TgtResponse {
    static let headerLength = 8

    let status: TgtStatus
    let textLength: Int

    /// Reads the header; nil when its length cannot be.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.headerLength else { return nil }
        let words = bytes.withUnsafeBytes { ($0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
        guard words.1 >= Self.headerLength else { return nil }
        status = TgtStatus(rawValue: words.0)
        textLength = Int(words.1) - Self.headerLength
    }
}

/// Why tgtd refused a request (`usr/tgtadm_error.h`).
struct TgtStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    let rawValue: UInt32

    static let success = TgtStatus(rawValue: 0)
    static let noMemory = TgtStatus(rawValue: 2)
    static let noTarget = TgtStatus(rawValue: 4)
    static let noLUN = TgtStatus(rawValue: 5)
    static let noSession = TgtStatus(rawValue: 6)
    static let noConnection = TgtStatus(rawValue: 7)
    static let targetExists = TgtStatus(rawValue: 9)
    static let lunExists = TgtStatus(rawValue: 10)
    static let accessExists = TgtStatus(rawValue: 12)
    static let noAccess = TgtStatus(rawValue: 13)
    static let userExists = TgtStatus(rawValue: 14)
    static let noUser = TgtStatus(rawValue: 15)
    static let invalidRequest = TgtStatus(rawValue: 17)
    static let targetActive = TgtStatus(rawValue: 19)
    static let lunActive = TgtStatus(rawValue: 20)

    var description: String {
        switch self {
        case .noMemory: "it has no memory left"
        case .noTarget: "there is no such target"
        case .noLUN: "there is no such logical unit"
        case .targetExists: "the target number or name is taken"
        case .lunExists: "the logical unit exists already"
        case .userExists: "the account exists already"
        case .noUser: "there is no such account"
        case .invalidRequest: "it cannot do that (invalid request)"
        case .targetActive: "the target has sessions"
        case .lunActive: "the logical unit has commands under way"
        default: "status \(rawValue)"
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(native value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value) { append(contentsOf: $0) }
    }
}
