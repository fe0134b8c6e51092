public import ScoriaModel

/// A world-wide name of a Fibre Channel port or node: eight bytes.
public struct WorldWideName: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Sixteen lower-case hexadecimal digits without separators, as connection info has them.
    public let text: String

    /// Reads a name with or without colons, in either case; nil when it is none.
    public init?(_ text: String) {
        let digits = text.lowercased().filter { $0 != ":" }
        let separators = text.utf8.count - digits.utf8.count
        guard digits.utf8.count == 16, separators == 0 || separators == 7, digits.utf8.allSatisfy(Self.isHexadecimal) else { return nil }
        self.text = digits
    }

    public var description: String { text }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

extension Connector {
    /// The port names of the client's Fibre Channel adapters, checked.
    ///
    /// Source: `driver-interface.md` 6, connector map. Throws a ``DriverError`` with ``DriverError/Code/invalidConnector`` when the keys
    /// `wwpns` and `wwnns` are missing or hold something else.
    public func fibreChannelPorts() throws -> [WorldWideName] {
        let (ports, nodes) = (try worldWideNames("wwpns", wwpns), try worldWideNames("wwnns", wwnns))
        guard nodes.count <= ports.count else {
            throw Self.invalid("The connector has \(nodes.count) wwnns for \(ports.count) wwpns; there is at most one node name a port.")
        }
        return ports
    }

    private func worldWideNames(_ key: String, _ texts: [String]) throws -> [WorldWideName] {
        guard !texts.isEmpty, fields[key]?.array?.count == texts.count else {
            throw Self.invalid("The connector has no Fibre Channel names: the key \"\(key)\" must be a list of world-wide names.")
        }
        var names: [WorldWideName] = []
        for text in texts {
            guard let name = WorldWideName(text) else {
                throw Self.invalid("The connector's \"\(key)\" holds what is no world-wide name of sixteen hexadecimal digits.")
            }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func invalid(_ message: String) -> DriverError {
        DriverError(
            .invalidConnector,
            .permanent,
            message,
            correction: "Clients find their names in /sys/class/fc_host/*/port_name and node_name."
        )
    }
}

/// Opens and closes the ways between initiator and target ports in the switches of a fabric.
///
/// Called by drivers with Fibre Channel when the first volume of a host is connected and the last one is disconnected. Calls converge.
public protocol FibreChannelZoning: Sendable {
    /// Lets each initiator port reach the target ports beside it.
    func open(_ map: [WorldWideName: [WorldWideName]]) async throws

    /// Takes these ways away again.
    func close(_ map: [WorldWideName: [WorldWideName]]) async throws
}

/// Fabrics that are zoned by hand, or not at all.
public struct NoZoning: FibreChannelZoning {
    /// Zones nothing.
    public init() {}

    public func open(_ map: [WorldWideName: [WorldWideName]]) async throws {}

    public func close(_ map: [WorldWideName: [WorldWideName]]) async throws {}
}

extension FibreChannelEndpoint {
    /// A volume behind target ports that every one of the initiator's ports may use.
    ///
    /// One target port is told as a text, several as lists: the two forms that clients know.
    public init(targets: [Target], initiators: [WorldWideName], allowsDiscard: Bool = false) {
        let ports = targets.map(\.wwn)
        let shape: Targets = targets.count == 1 ? .single(targets[0]) : .list(targets)
        self.init(
            targets: shape,
            initiatorTargetMap: Dictionary(initiators.map { ($0.text, ports) }) { first, _ in first },
            allowsDiscard: allowsDiscard
        )
    }
}
