public import ScoriaModel

/// How this host reaches a volume: what the service's connection info says, checked before any of it gets near a program.
public enum Connection: Sendable, Hashable {
    case iscsi([ISCSIWay], CHAPLogin?)
    case nvme(NVMeSubsystem)

    /// Reads the connection info of an attachment; the keys are those of the field (`driver-interface.md` 6).
    public init(_ info: [String: JSONValue]) throws(AttachError) {
        switch info["driver_volume_type"]?.string {
        case "iscsi": self = .iscsi(try ISCSIWay.list(info), try CHAPLogin(info))
        case "nvmeof": self = .nvme(try NVMeSubsystem(info))
        case nil: throw AttachError("The attachment has no connection info: the volume is not connected yet.")
        case let other?:
            throw AttachError(
                "The volume is reached by \(other.debugDescription), which this command does not know.",
                correction: "It knows iSCSI and NVMe over TCP."
            )
        }
    }

    /// The connection info's way of saying that a key is not what it should be; the value is not told, since it may be a secret.
    static func malformed(_ key: String) -> AttachError {
        AttachError("The connection info's \"\(key)\" is missing or malformed.")
    }
}

/// One portal, and the volume's target and logical unit behind it.
public struct ISCSIWay: Sendable, Hashable, Codable {
    /// Without brackets, also when it is an IPv6 address.
    public let address: String
    public let port: Int
    public let iqn: String
    public let lun: Int

    /// The portal as `iscsiadm` takes it.
    public var portal: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }

    /// A way; throws for what is no portal or no iSCSI name.
    public init(portal: String, iqn: String, lun: Int) throws(AttachError) {
        guard let colon = portal.lastIndex(of: ":"), let port = Int(portal[portal.index(after: colon)...]), (1...65_535).contains(port)
        else { throw Connection.malformed("target_portal") }
        var address = portal[..<colon]
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        guard address.isPlain(and: ".:%-_"), !address.hasPrefix("-") else { throw Connection.malformed("target_portal") }
        // RFC 3720, 3.2.6; some targets use capitals and underscores.
        guard ["iqn.", "eui.", "naa."].contains(iqn.prefix(4)), iqn.utf8.count <= 223, iqn.isPlain(and: ".:-_") else {
            throw Connection.malformed("target_iqn")
        }
        guard (0..<16_384).contains(lun) else { throw Connection.malformed("target_lun") }
        (self.address, self.port, self.iqn, self.lun) = (String(address), port, iqn, lun)
    }

    /// All ways, the first one first, each once.
    static func list(_ info: [String: JSONValue]) throws(AttachError) -> [ISCSIWay] {
        var ways: [ISCSIWay] = []
        func add(_ portal: JSONValue?, _ iqn: JSONValue?, _ lun: JSONValue?, _ suffix: String) throws(AttachError) {
            guard let portal = portal?.string else { throw Connection.malformed("target_portal\(suffix)") }
            guard let iqn = iqn?.string else { throw Connection.malformed("target_iqn\(suffix)") }
            guard let lun = lun?.integer else { throw Connection.malformed("target_lun\(suffix)") }
            let way = try ISCSIWay(portal: portal, iqn: iqn, lun: Int(lun))
            if !ways.contains(way) { ways.append(way) }
        }
        if info["target_portal"] != nil { try add(info["target_portal"], info["target_iqn"], info["target_lun"], "") }
        if let portals = info["target_portals"]?.array {
            let (iqns, luns) = (info["target_iqns"]?.array ?? [], info["target_luns"]?.array ?? [])
            guard portals.count == iqns.count, iqns.count == luns.count else { throw Connection.malformed("target_portals") }
            for index in portals.indices { try add(portals[index], iqns[index], luns[index], "s") }
        }
        guard !ways.isEmpty else { throw Connection.malformed("target_portal") }
        return ways
    }
}

/// The account with which an initiator logs in.
public struct CHAPLogin: Sendable, Hashable {
    public let user: String
    public let password: Secret

    /// Nil when the target wants none; throws for what a line of a node record cannot hold.
    init?(_ info: [String: JSONValue]) throws(AttachError) {
        guard let method = info["auth_method"]?.string, method != "None" else { return nil }
        guard method == "CHAP" else { throw Connection.malformed("auth_method") }
        func text(_ key: String) throws(AttachError) -> String {
            guard let text = info[key]?.string, (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else { throw Connection.malformed(key) }
            return text
        }
        user = try text("auth_username")
        password = Secret(try text("auth_password"))
    }
}

/// A subsystem of NVMe over Fabrics, its portals, and the volume's namespace in it.
public struct NVMeSubsystem: Sendable, Hashable, Codable {
    /// One address.
    public struct Portal: Sendable, Hashable, Codable {
        public let address: String
        public let port: Int
        /// `tcp` or `rdma`, as `nvme` spells it.
        public let transport: String
    }

    public let nqn: String
    public let portals: [Portal]
    /// Nil when the volume's UUID alone tells which namespace is meant.
    public let namespaceID: Int?

    /// Reads either form of the connection info.
    init(_ info: [String: JSONValue]) throws(AttachError) {
        let key = info["target_nqn"] == nil ? "nqn" : "target_nqn"
        guard let nqn = info[key]?.string, nqn.hasPrefix("nqn."), nqn.utf8.count <= 223, nqn.isPlain(and: ".:-_") else {
            throw Connection.malformed(key)
        }
        self.nqn = nqn
        namespaceID = info["ns_id"]?.integer.map(Int.init)
        func portal(_ address: JSONValue?, _ port: JSONValue?, _ transport: JSONValue?, _ key: String) throws(AttachError) -> Portal {
            let transports = ["tcp": "tcp", "rdma": "rdma", "rocev2": "rdma"]
            guard let address = address?.string, address.isPlain(and: ".:%-_"), !address.hasPrefix("-"),
                let port = port?.integer ?? port?.string.flatMap({ Int64($0) }), (1...65_535).contains(port),
                let transport = transports[transport?.string?.lowercased() ?? ""]
            else { throw Connection.malformed(key) }
            return Portal(address: address, port: Int(port), transport: transport)
        }
        if let triples = info["portals"]?.array {
            portals = try triples.map { triple throws(AttachError) in
                guard let parts = triple.array, parts.count == 3 else { throw Connection.malformed("portals") }
                return try portal(parts[0], parts[1], parts[2], "portals")
            }
        } else {
            portals = [try portal(info["target_portal"], info["target_port"], info["transport_type"], "target_portal")]
        }
        guard !portals.isEmpty else { throw Connection.malformed("portals") }
    }
}

extension StringProtocol {
    /// Whether there is something, and nothing but letters, digits and the given signs: nothing that a path, a line or a command line
    /// takes for more than a name.
    fileprivate func isPlain(and signs: String) -> Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: signs.utf8.contains(byte)
                }
            }
    }
}
