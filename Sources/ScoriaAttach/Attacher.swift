public import ScoriaModel
internal import ScoriaSystem

/// Attaches volumes to this host, and detaches them.
///
/// Each step can be repeated, and what has been begun is written down before it is begun: a command that was cut off at any point ends
/// when it is repeated, and `detach` takes away whatever it has left.
public struct Attacher: Sendable {
    let api: any BlockStorageAPI
    let host: HostIdentity
    let system: HostSystem
    let records: AttachmentRecords
    let newKey: @Sendable () -> String
    let warn: @Sendable (String) -> Void

    /// How long a device of several paths may take when the paths are there, in looks.
    private var looksForMultipath: Int { max(1, system.looks / 4) }

    /// A host that attaches; records lie in `directory`, keys of requests are made by `newKey`, and `warn` gets what a person should know
    /// though it worked.
    public init(
        api: any BlockStorageAPI,
        host: HostIdentity,
        system: HostSystem,
        directory: String = "/var/lib/scoria/attached",
        newKey: @escaping @Sendable () -> String,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.api = api
        self.host = host
        self.system = system
        records = AttachmentRecords(directory: directory, system: system)
        self.newKey = newKey
        self.warn = warn
    }

    /// Makes the volume a block device of this host; a volume that is attached already gives the same device again.
    ///
    /// Every disk is asked what it is before its path is given out: behind a stale export could be somebody else's data.
    public func attach(_ idOrName: String) async throws -> AttachedDevice {
        let volume = try await api.volume(idOrName)
        let lock = try await records.lock()
        defer { lock.unlock() }
        let isNew = try records.record(of: volume.id) == nil
        let (attachment, connection) = try await connected(volume)
        do {
            let disks = try await disks(of: connection)
            for disk in disks { try verify(disk, of: connection, is: volume) }
            let (path, isMultipath) = try await device(over: disks, of: connection)
            if attachment.connectionInfo["access_mode"]?.string == "ro" {
                try await system.run("blockdev", ["--setro", path], doing: "Making \(path) read-only", package: "util-linux")
            }
            if attachment.status != "attached" { try await api.completeAttachment(attachment.id) }
            if attachment.connectionInfo["encrypted"]?.bool == true {
                warn("Volume \(volume.id) is encrypted: the device shows what is stored, and opening it is up to you.")
            }
            return AttachedDevice(
                volumeID: volume.id,
                attachmentID: attachment.id,
                path: path,
                paths: disks.map(\.path),
                isMultipath: isMultipath,
                transport: connection.transport
            )
        } catch let error as AttachError where isNew || error.kind == .wrongDisk {
            throw await undone(volume.id, attachment.id, connection, after: error)
        }
    }

    /// Takes the volume's device away from this host; false when it was not attached by it.
    public func detach(_ idOrName: String) async throws -> Bool {
        let volume = try await detachable(idOrName)
        let lock = try await records.lock()
        defer { lock.unlock() }
        guard var record = try records.record(of: volume) else { return false }
        if record.attachmentID == nil {
            // The service may have made an attachment whose answer never came; the same request gives it.
            do {
                record.attachmentID = try await api.createAttachment(of: volume, connector: host.connector, key: record.key).id
            } catch let error as AttachError where error.kind == .refused {
                records.remove(volume)
                return false
            }
        }
        var connection = record.connection
        if connection == nil, let id = record.attachmentID, let attachment = try await api.attachment(id) {
            // Without a connection nothing can be logged in.
            connection = try? Connection(attachment.connectionInfo)
        }
        if let connection { try await letGo(connection, of: volume) }
        try await release(volume, record.attachmentID, connection)
        return true
    }
}

// MARK: - Parts

extension Attacher {
    /// The attachment of this host with its connection: the one that is there, or a new one.
    private func connected(_ volume: RemoteVolume) async throws -> (RemoteAttachment, Connection) {
        if let record = try records.record(of: volume.id), let id = record.attachmentID {
            if let attachment = try await api.attachment(id) { return (attachment, try Connection(attachment.connectionInfo)) }
            warn("The attachment \(id) of volume \(volume.id) was removed behind this host's back; a new one is made.")
            if let connection = record.connection {
                try await letGo(connection, of: volume.id)
                try await disconnect(connection)
            }
            records.remove(volume.id)
        }
        var record = try records.record(of: volume.id) ?? AttachmentRecord(volumeID: volume.id, key: newKey())
        try records.write(record)
        let attachment: RemoteAttachment
        do {
            attachment = try await api.createAttachment(of: volume.id, connector: host.connector, key: record.key)
        } catch let error as AttachError where error.kind == .refused {
            records.remove(volume.id)
            throw error
        }
        record.attachmentID = attachment.id
        do {
            let connection = try Connection(attachment.connectionInfo)
            record.note(connection)
            try records.write(record)
            return (attachment, connection)
        } catch {
            // A volume that this host cannot use is not kept from others.
            try await release(volume.id, attachment.id, nil)
            throw error
        }
    }

    private func disks(of connection: Connection) async throws -> [Disk] {
        switch connection {
        case .iscsi(let ways, let login): try await ISCSIInitiator(system: system).connect(ways, login, warn: warn)
        case .nvme(let subsystem): try await NVMeInitiator(system: system).connect(subsystem, as: host, warn: warn)
        }
    }

    private func verify(_ disk: Disk, of connection: Connection, is volume: RemoteVolume) throws {
        let identity: DiskIdentity =
            switch connection {
            case .iscsi: system.identity(ofSCSI: disk.name)
            case .nvme: system.identity(ofNVMe: disk.name)
            }
        guard !identity.matches(volume.id) else { return }
        throw AttachError(
            "\(disk.path) (\(disk.way)) \(identity), not that it is volume \(volume.id).",
            correction: "The target serves something else under this name: look there.",
            kind: .wrongDisk
        )
    }

    /// The device to use: the one of several paths where there is one.
    private func device(over disks: [Disk], of connection: Connection) async throws -> (path: String, isMultipath: Bool) {
        guard let first = disks.first else { throw AttachError("No disk came.") }
        guard case .iscsi = connection else { return (first.path, false) }
        let find = { disks.lazy.compactMap { system.multipathDevice(over: $0.name) }.first { system.exists($0) } }
        if system.hasMultipathDaemon, let map = try await system.wait(looks: looksForMultipath, for: find) { return (map, true) }
        if disks.count > 1 {
            let why = system.hasMultipathDaemon ? "multipathd made no device of them" : "multipathd does not run"
            warn("\(first.path) is one of \(disks.count) paths to the volume, and \(why): when this path fails, so does the device.")
        }
        return (first.path, false)
    }

    /// The id of the volume that is to be detached: the service may not know it any more.
    private func detachable(_ idOrName: String) async throws -> VolumeID {
        if let id = VolumeID(parsing: idOrName), try records.record(of: id) != nil { return id }
        return try await api.volume(idOrName).id
    }

    /// Refuses when a disk is in use; else writes out what is on its way, and takes a device of several paths apart.
    private func letGo(_ connection: Connection, of volume: VolumeID) async throws {
        let disks =
            switch connection {
            case .iscsi(let ways, _): ISCSIInitiator(system: system).disks(ways)
            case .nvme(let subsystem): NVMeInitiator(system: system).disks(subsystem)
            }
        let map = disks.lazy.compactMap { system.multipathDevice(over: $0.name) }.first
        for path in map.map({ [$0] }) ?? disks.map(\.path) {
            guard try !system.isInUse(path) else {
                throw AttachError(
                    "\(path), which is volume \(volume), is in use on this host.",
                    correction: "Unmount it, or find out who has it (findmnt, lsblk, lsof); then repeat the command."
                )
            }
            try await system.run("blockdev", ["--flushbufs", path], doing: "Writing out \(path)", package: "util-linux")
        }
        if let map { try await system.run("multipath", ["-f", map], doing: "Taking \(map) apart", package: "multipath-tools") }
    }

    private func disconnect(_ connection: Connection) async throws {
        switch connection {
        case .iscsi(let ways, _): try await ISCSIInitiator(system: system).disconnect(ways)
        case .nvme(let subsystem): try await NVMeInitiator(system: system).disconnect(subsystem)
        }
    }

    /// Takes back what a failed attach has made, and says whether that worked.
    private func undone(_ volume: VolumeID, _ attachment: String, _ connection: Connection, after error: AttachError) async -> AttachError {
        do {
            try await letGo(connection, of: volume)
            try await release(volume, attachment, connection)
            guard error.kind == .wrongDisk else { return error }
            return AttachError("\(error.message) It was detached again.", correction: error.correction, kind: error.kind)
        } catch let further {
            return AttachError("\(error.message) It could not be detached: \(further)", correction: error.correction, kind: error.kind)
        }
    }

    /// Ends everything: first on this host, so that no device of it is without its export, then at the service, then the record.
    private func release(_ volume: VolumeID, _ attachment: String?, _ connection: Connection?) async throws {
        if let connection { try await disconnect(connection) }
        if let attachment {
            try await api.deleteAttachment(attachment)
        }
        records.remove(volume)
    }
}

/// A volume as a block device of this host.
public struct AttachedDevice: Sendable, Hashable {
    public let volumeID: VolumeID
    public let attachmentID: String
    /// The device to use, such as `/dev/sda` or `/dev/mapper/mpatha`.
    public let path: String
    /// The single paths to it.
    public let paths: [String]
    public let isMultipath: Bool
    /// `iscsi` or `nvmeof`.
    public let transport: String

    /// The form for programs.
    public var json: JSONValue {
        [
            "volume_id": .string(volumeID.rawValue), "attachment_id": .string(attachmentID), "device": .string(path),
            "paths": .array(paths.map(JSONValue.string)), "multipath": .bool(isMultipath), "transport": .string(transport),
        ]
    }
}

extension Connection {
    fileprivate var transport: String {
        switch self {
        case .iscsi: "iscsi"
        case .nvme: "nvmeof"
        }
    }
}
