public import ScoriaModel

/// Where and how an initiator reaches a volume, typed by protocol.
///
/// Drivers and target helpers build one of these; ``connectionInfo`` gives it the keys that clients (Nova, os-brick) read. Source:
/// `driver-interface.md` 6.
public enum Endpoint: Sendable, Hashable {
    case iscsi(ISCSIEndpoint)
    /// iSCSI over RDMA: the keys of iSCSI under another name.
    case iser(ISCSIEndpoint)
    case fibreChannel(FibreChannelEndpoint)
    case nvme(NVMeEndpoint)
    case rbd(RBDEndpoint)
    case nfs(NFSEndpoint)
    /// A block device or file on the client's own host.
    case local(devicePath: String)

    /// The endpoint in the field's keys, without those that the service adds to every protocol (`access_mode`, `qos_specs`, …).
    public var connectionInfo: ConnectionInfo {
        switch self {
        case .iscsi(let endpoint): ConnectionInfo(driverVolumeType: "iscsi", data: endpoint.data)
        case .iser(let endpoint): ConnectionInfo(driverVolumeType: "iser", data: endpoint.data)
        case .fibreChannel(let endpoint): ConnectionInfo(driverVolumeType: "fibre_channel", data: endpoint.data)
        case .nvme(let endpoint): ConnectionInfo(driverVolumeType: "nvmeof", data: endpoint.data)
        case .rbd(let endpoint): ConnectionInfo(driverVolumeType: "rbd", data: endpoint.data)
        case .nfs(let endpoint): ConnectionInfo(driverVolumeType: "nfs", data: endpoint.data)
        case .local(let devicePath): ConnectionInfo(driverVolumeType: "local", data: ["device_path": .string(devicePath)])
        }
    }
}

/// A volume behind one or several iSCSI (or iSER) portals.
public struct ISCSIEndpoint: Sendable, Hashable {
    /// One way to the volume.
    public struct Path: Sendable, Hashable {
        /// `address:port`; an IPv6 address in brackets.
        public let portal: String
        public let iqn: String
        public let lun: Int

        /// A way through one portal.
        public init(portal: String, iqn: String, lun: Int) {
            self.portal = portal
            self.iqn = iqn
            self.lun = lun
        }
    }

    /// The way that a client without multipath takes.
    public var path: Path
    /// All further ways, without ``path``.
    public var furtherPaths: [Path]
    /// Whether the lists of all ways are sent though there is only one: the connector said `multipath`.
    public var listsPaths: Bool
    public var volumeID: VolumeID
    public var chap: CHAPCredentials?
    public var discoveryCHAP: CHAPCredentials?
    public var isEncrypted: Bool

    /// A volume behind `path`, without CHAP until told otherwise.
    public init(
        path: Path,
        furtherPaths: [Path] = [],
        listsPaths: Bool = false,
        volumeID: VolumeID,
        chap: CHAPCredentials? = nil,
        discoveryCHAP: CHAPCredentials? = nil,
        isEncrypted: Bool = false
    ) {
        self.path = path
        self.furtherPaths = furtherPaths
        self.listsPaths = listsPaths
        self.volumeID = volumeID
        self.chap = chap
        self.discoveryCHAP = discoveryCHAP
        self.isEncrypted = isEncrypted
    }

    var data: [String: JSONValue] {
        var data: [String: JSONValue] = [
            "target_discovered": false,
            "target_portal": .string(path.portal),
            "target_iqn": .string(path.iqn),
            "target_lun": .integer(Int64(path.lun)),
            "volume_id": .string(volumeID.rawValue),
            "encrypted": .bool(isEncrypted),
        ]
        if listsPaths || !furtherPaths.isEmpty {
            let all = [path] + furtherPaths
            data["target_portals"] = .array(all.map { .string($0.portal) })
            data["target_iqns"] = .array(all.map { .string($0.iqn) })
            data["target_luns"] = .array(all.map { .integer(Int64($0.lun)) })
        }
        if let chap { data.merge(chap.fields(prefix: "auth")) { $1 } }
        if let discoveryCHAP { data.merge(discoveryCHAP.fields(prefix: "discovery_auth")) { $1 } }
        return data
    }
}

extension CHAPCredentials {
    fileprivate func fields(prefix: String) -> [String: JSONValue] {
        [
            "\(prefix)_method": "CHAP",
            "\(prefix)_username": .string(user),
            "\(prefix)_password": .string(password.reveal()),
        ]
    }
}

/// A volume behind one or several Fibre Channel target ports.
public struct FibreChannelEndpoint: Sendable, Hashable {
    /// The target's ports, each with the LUN that the volume has there; at least one.
    public struct Target: Sendable, Hashable {
        /// Sixteen lower-case hexadecimal digits without separators.
        public let wwn: String
        public let lun: Int

        /// A port and the volume's LUN on it.
        public init(wwn: String, lun: Int) {
            self.wwn = wwn
            self.lun = lun
        }
    }

    /// The target's ports in one of the two forms that clients know.
    public enum Targets: Sendable, Hashable {
        /// One port: `target_wwn` is a text.
        case single(Target)
        /// Several ports: `target_wwn` and `target_wwns` are lists, and `target_luns` goes with them.
        case list([Target])
    }

    public var targets: Targets
    /// Which target ports each initiator port is zoned to.
    public var initiatorTargetMap: [String: [String]]
    public var isDiscovered: Bool
    public var allowsDiscard: Bool

    /// A volume behind the given ports.
    public init(
        targets: Targets,
        initiatorTargetMap: [String: [String]],
        isDiscovered: Bool = true,
        allowsDiscard: Bool = false
    ) {
        self.targets = targets
        self.initiatorTargetMap = initiatorTargetMap
        self.isDiscovered = isDiscovered
        self.allowsDiscard = allowsDiscard
    }

    var data: [String: JSONValue] {
        var data: [String: JSONValue] = [
            "target_discovered": .bool(isDiscovered),
            "initiator_target_map": .object(initiatorTargetMap.mapValues { .array($0.map(JSONValue.string)) }),
        ]
        switch targets {
        case .single(let target):
            data["target_wwn"] = .string(target.wwn)
            data["target_lun"] = .integer(Int64(target.lun))
        case .list(let targets):
            let wwns = JSONValue.array(targets.map { .string($0.wwn) })
            data["target_wwn"] = wwns
            data["target_wwns"] = wwns
            data["target_lun"] = .integer(Int64(targets.first?.lun ?? 0))
            data["target_luns"] = .array(targets.map { .integer(Int64($0.lun)) })
        }
        if allowsDiscard { data["discard"] = true }
        return data
    }
}

/// A namespace of an NVMe over Fabrics subsystem, in one of the two forms that clients know.
public enum NVMeEndpoint: Sendable, Hashable {
    /// One portal.
    case version1(portal: Portal, nqn: String, namespaceID: Int)
    /// Several portals, found by the volume's own UUID.
    case version2(portals: [Portal], nqn: String, volumeUUID: String, namespaceID: Int?, replication: Replication?)

    /// How commands travel.
    public enum Transport: String, Sendable, Hashable {
        case tcp
        case rdma
    }

    /// One address of the subsystem.
    public struct Portal: Sendable, Hashable {
        public let address: String
        public let port: Int
        public let transport: Transport

        /// An address of a subsystem; 4420 is the registered port.
        public init(address: String, port: Int = 4420, transport: Transport) {
            self.address = address
            self.port = port
            self.transport = transport
        }
    }

    /// The copies of a volume that the client itself mirrors.
    public struct Replication: Sendable, Hashable {
        public let count: Int
        public let replicas: [JSONValue]
        public let alias: String?

        /// Copies in the form that the driver's client side understands.
        public init(count: Int, replicas: [JSONValue], alias: String?) {
            self.count = count
            self.replicas = replicas
            self.alias = alias
        }
    }

    var data: [String: JSONValue] {
        switch self {
        case .version1(let portal, let nqn, let namespaceID):
            return [
                "target_portal": .string(portal.address),
                "target_port": .integer(Int64(portal.port)),
                "nqn": .string(nqn),
                "transport_type": .string(portal.transport.rawValue),
                "ns_id": .integer(Int64(namespaceID)),
            ]
        case .version2(let portals, let nqn, let volumeUUID, let namespaceID, let replication):
            var data: [String: JSONValue] = [
                "target_nqn": .string(nqn),
                "vol_uuid": .string(volumeUUID),
                "portals": .array(portals.map(\.triple)),
                "ns_id": namespaceID.map { .integer(Int64($0)) } ?? .null,
            ]
            if let replication {
                data["replica_count"] = .integer(Int64(replication.count))
                data["volume_replicas"] = .array(replication.replicas)
                if let alias = replication.alias { data["alias"] = .string(alias) }
            }
            return data
        }
    }
}

extension NVMeEndpoint.Portal {
    /// The form of version 2, in which RDMA is spelled by the name of its network protocol.
    fileprivate var triple: JSONValue {
        [.string(address), .integer(Int64(port)), transport == .rdma ? "RoCEv2" : "tcp"]
    }
}

/// An image of a Ceph pool.
public struct RBDEndpoint: Sendable, Hashable {
    /// One monitor.
    public struct Monitor: Sendable, Hashable {
        public let host: String
        public let port: String

        /// A monitor's address.
        public init(host: String, port: String) {
            self.host = host
            self.port = port
        }
    }

    public var pool: String
    public var image: String
    public var volumeID: VolumeID
    public var monitors: [Monitor]
    public var clusterName: String
    /// The Ceph user; nil when authentication is off.
    public var user: String?
    /// The id of the secret that libvirt holds; nil when there is none.
    public var secretUUID: String?
    public var keyring: Secret?

    /// An image and the monitors that know it.
    public init(
        pool: String,
        image: String,
        volumeID: VolumeID,
        monitors: [Monitor],
        clusterName: String = "ceph",
        user: String?,
        secretUUID: String? = nil,
        keyring: Secret? = nil
    ) {
        self.pool = pool
        self.image = image
        self.volumeID = volumeID
        self.monitors = monitors
        self.clusterName = clusterName
        self.user = user
        self.secretUUID = secretUUID
        self.keyring = keyring
    }

    var data: [String: JSONValue] {
        var data: [String: JSONValue] = [
            "name": .string("\(pool)/\(image)"),
            "hosts": .array(monitors.map { .string($0.host) }),
            "ports": .array(monitors.map { .string($0.port) }),
            "cluster_name": .string(clusterName),
            "auth_enabled": .bool(user != nil),
            "auth_username": user.map(JSONValue.string) ?? .null,
            "secret_type": "ceph",
            "secret_uuid": secretUUID.map(JSONValue.string) ?? .null,
            "volume_id": .string(volumeID.rawValue),
            "discard": true,
        ]
        if let keyring { data["keyring"] = .string(keyring.reveal()) }
        return data
    }
}

/// A file on an NFS export.
public struct NFSEndpoint: Sendable, Hashable {
    /// How the file is to be read.
    public enum Format: String, Sendable, Hashable {
        case raw
        case qcow2
    }

    /// `server:/path`.
    public var export: String
    public var file: String
    /// Mount options as `mount -o` takes them; nil for none.
    public var options: String?
    public var format: Format

    /// A file on an export.
    public init(export: String, file: String, options: String? = nil, format: Format = .raw) {
        self.export = export
        self.file = file
        self.options = options
        self.format = format
    }

    var data: [String: JSONValue] {
        [
            "export": .string(export),
            "name": .string(file),
            "options": options.map(JSONValue.string) ?? .null,
            "format": .string(format.rawValue),
        ]
    }
}
