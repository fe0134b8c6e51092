internal import ScoriaModel
internal import ScoriaSystem

/// What this host knows of a volume that it attached: a file that is written before the service is asked for anything.
///
/// By it an attachment of this host is told from those of virtual machines and of other hosts, and a command that was cut off finds what it
/// had begun. It holds no secret: the service tells the account anew.
struct AttachmentRecord: Sendable, Hashable {
    let volumeID: VolumeID
    /// By which the service knows a repeated request.
    let key: String
    /// Nil until the service has answered.
    var attachmentID: String?
    /// Where this host logs in; empty until the service has answered.
    var iscsi: [ISCSIWay] = []
    var nvme: NVMeSubsystem?

    init(volumeID: VolumeID, key: String) {
        (self.volumeID, self.key) = (volumeID, key)
    }

    /// Notes where a connection leads.
    mutating func note(_ connection: Connection) {
        switch connection {
        case .iscsi(let ways, _): iscsi = ways
        case .nvme(let subsystem): nvme = subsystem
        }
    }

    /// The connection without its account, as far as it is known.
    var connection: Connection? {
        if let nvme { return .nvme(nvme) }
        return iscsi.isEmpty ? nil : .iscsi(iscsi, nil)
    }
}

extension AttachmentRecord {
    /// Reads what ``json`` made.
    init?(_ json: JSONValue, of volumeID: VolumeID) {
        guard json["volume_id"]?.string == volumeID.rawValue, let key = json["key"]?.string else { return nil }
        self.init(volumeID: volumeID, key: key)
        attachmentID = json["attachment_id"]?.string
        guard let info = json["connection"]?.object, !info.isEmpty else { return }
        // The same checks as for what the service says; what does not pass is as good as unknown.
        guard let connection = try? Connection(info) else { return }
        note(connection)
    }

    var json: JSONValue {
        var fields: [String: JSONValue] = ["volume_id": .string(volumeID.rawValue), "key": .string(key)]
        fields["attachment_id"] = attachmentID.map(JSONValue.string)
        if let nvme {
            let portals = nvme.portals.map { JSONValue.array([.string($0.address), .integer(Int64($0.port)), .string($0.transport)]) }
            fields["connection"] = [
                "driver_volume_type": "nvmeof", "target_nqn": .string(nvme.nqn), "portals": .array(portals),
                "ns_id": nvme.namespaceID.map { .integer(Int64($0)) } ?? .null,
            ]
        } else if !iscsi.isEmpty {
            fields["connection"] = [
                "driver_volume_type": "iscsi", "target_portals": .array(iscsi.map { .string($0.portal) }),
                "target_iqns": .array(iscsi.map { .string($0.iqn) }), "target_luns": .array(iscsi.map { .integer(Int64($0.lun)) }),
            ]
        }
        return .object(fields)
    }
}

/// The records of this host, a file for each volume.
struct AttachmentRecords: Sendable {
    let directory: String
    let system: HostSystem

    func lock() async throws -> OpenFile {
        do throws(SystemCallError) {
            try system.makeDirectory(directory)
        } catch {
            throw AttachError("\(directory) cannot be made: \(error.reason).", correction: "Run the command as root.")
        }
        return try await system.lock("\(directory)/lock")
    }

    func record(of volume: VolumeID) throws -> AttachmentRecord? {
        guard system.exists(path(volume)) else { return nil }
        // Whatever is wrong with it is told below.
        guard let bytes = system.bytes(path(volume)), let json = try? JSONValue(parsing: bytes),
            let record = AttachmentRecord(json, of: volume)
        else { throw AttachError("\(path(volume)) is no record of an attachment.", correction: "Look at it, and remove it.") }
        return record
    }

    func write(_ record: AttachmentRecord) throws {
        try system.replace(path(record.volumeID), with: record.json.jsonText + "\n", by: directory)
    }

    func remove(_ volume: VolumeID) { system.removeFile(path(volume)) }

    private func path(_ volume: VolumeID) -> String { "\(directory)/\(volume.rawValue)" }
}
