public import ScoriaModel

#if canImport(Glibc)
    import Glibc
#endif

/// What this host says of itself to the service: the connector of the field (`driver-interface.md` 6).
public struct HostIdentity: Sendable, Hashable {
    public var hostName: String
    /// The address that the service may show; it decides nothing.
    public var address: String
    /// From `/etc/iscsi/initiatorname.iscsi`; nil without open-iscsi.
    public var initiator: String?
    /// From `/etc/nvme/hostnqn`; nil without nvme-cli.
    public var hostNQN: String?
    /// From `/etc/nvme/hostid`.
    public var hostID: String?

    /// Reads the files in which open-iscsi and nvme-cli keep the host's names.
    public init(_ system: HostSystem, address: String) throws(AttachError) {
        var name = utsname()
        guard uname(&name) == 0 else { throw AttachError("The host has no name.") }
        hostName = withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        self.address = address
        initiator =
            system.text("/etc/iscsi/initiatorname.iscsi")?.split(separator: "\n").lazy
            .compactMap { line in line.hasPrefix("InitiatorName=") ? String(line.dropFirst("InitiatorName=".count)) : nil }.first
        hostNQN = system.text("/etc/nvme/hostnqn").flatMap { $0.isEmpty ? nil : $0 }
        hostID = system.text("/etc/nvme/hostid").flatMap { $0.isEmpty ? nil : $0 }
        guard initiator != nil || hostNQN != nil else {
            throw AttachError(
                "This host has no name as an initiator: neither /etc/iscsi/initiatorname.iscsi nor /etc/nvme/hostnqn says one.",
                correction: "Install open-iscsi for iSCSI, or nvme-cli (and run `nvme gen-hostnqn > /etc/nvme/hostnqn`) for NVMe."
            )
        }
    }

    /// The connector; several paths are always asked for, so that all portals are told.
    public var connector: [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "host": .string(hostName), "ip": .string(address), "multipath": true, "os_type": "linux", "platform": .string(Self.platform),
            "do_local_attach": false,
        ]
        fields["initiator"] = initiator.map(JSONValue.string)
        fields["nqn"] = hostNQN.map(JSONValue.string)
        fields["nvme_hostid"] = hostID.map(JSONValue.string)
        return fields
    }

    private static var platform: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "unknown"
        #endif
    }
}
