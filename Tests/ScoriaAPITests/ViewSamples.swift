import Glibc
import ScoriaModel
import ScoriaStore

@testable import ScoriaAPI

/// Rows with every attribute set, and the answers that are made of them.
struct ViewSamples {
    static let project = ProjectID(rawValue: "0a1b")
    static let start = Timestamp(microseconds: 1_790_000_000_000_000)

    static func caller(isAdmin: Bool) -> Caller {
        Caller(
            userID: UserID(rawValue: "user"),
            projectID: project,
            roles: isAdmin ? ["admin"] : ["member", "reader"],
            isAdmin: isAdmin,
            requestID: RequestID(rawValue: "req-1")
        )
    }

    static func context(_ minor: UInt8, isAdmin: Bool) -> ViewContext {
        ViewContext(
            version: Microversion(minor),
            caller: caller(isAdmin: isAdmin),
            endpoint: "http://host:8776",
            fields: isAdmin ? .all : .ofMembers
        )
    }

    static func id<Resource>(_ number: Int, of _: Resource.Type = Resource.self) -> ID<Resource> {
        let digits = String(number)
        return ID(rawValue: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    static var type: VolumeType {
        var type = VolumeType(
            id: id(7),
            name: "gold",
            description: "fast",
            isPublic: true,
            extraSpecs: ["multiattach": "<is> True", "volume_backend_name": "file"],
            createdAt: start
        )
        type.qosSpecsID = "q"
        return type
    }

    static var volume: Volume {
        var volume = Volume(id: id(1), projectID: project, userID: UserID(rawValue: "u"), size: GibiByteCount(3), createdAt: start)
        volume.updatedAt = start
        volume.name = "a \"name\""
        volume.description = "d"
        volume.status = .inUse
        volume.attachStatus = .attached
        volume.availabilityZone = "nova"
        volume.host = PoolAddress(rawValue: "h@b#p")
        volume.volumeTypeID = id(7)
        volume.metadata = ["k": "v"]
        volume.adminMetadata = ["readonly": "False", "attached_mode": "rw", "extend_new_size": "9"]
        volume.imageMetadata = ["os": "linux"]
        volume.providerID = "p"
        volume.sharesTargets = nil
        volume.serviceID = id(9)
        return volume
    }

    static var snapshot: Snapshot {
        var snapshot = Snapshot(
            id: id(2),
            volumeID: id(1),
            projectID: project,
            userID: UserID(rawValue: "u"),
            size: GibiByteCount(3),
            createdAt: start
        )
        snapshot.status = .available
        snapshot.metadata = ["k": "v"]
        snapshot.progress = "100%"
        return snapshot
    }

    static var attachment: Attachment {
        var attachment = Attachment(id: id(3), volumeID: id(1), projectID: project, createdAt: start)
        attachment.status = .attached
        attachment.attachedHost = "compute1"
        attachment.instanceID = "00000000-0000-4000-8000-0000000000aa"
        attachment.mountpoint = "/dev/vdb"
        attachment.mode = .readWrite
        attachment.attachedAt = start
        attachment.connector = Connector(fields: ["enforce_multipath": true])
        attachment.connectionInfo = ConnectionInfo(driverVolumeType: "iscsi", data: ["target_lun": 1, "auth_password": "secret"])
        return attachment
    }

    static let manageable = ManageableObject(
        reference: ["source-name": "disk"],
        size: GibiByteCount(2),
        isSafeToManage: false,
        reasonNotSafe: "is empty",
        knownID: nil,
        sourceReference: ["source-name": "origin"]
    )

    static var transfer: VolumeTransfer {
        VolumeTransfer(
            id: id(5),
            projectID: project,
            volumeID: id(1),
            name: "to a friend",
            leavesSnapshots: false,
            salt: "salt",
            keyHash: "hash",
            createdAt: start
        )
    }

    static var message: UserMessage {
        UserMessage(
            id: id(4),
            projectID: project,
            requestID: RequestID(rawValue: "req-1"),
            resourceType: "VOLUME",
            resourceID: id(1, of: Volume.self).rawValue,
            actionID: "001",
            detailID: "003",
            text: "No pool had room.",
            createdAt: start,
            expiresAt: start.advanced(bySeconds: 86_400)
        )
    }

    static var service: Service {
        var service = Service(
            id: id(9),
            binary: Service.volumeBinary,
            host: BackendAddress(rawValue: "h@b"),
            availabilityZone: "nova",
            createdAt: start
        )
        service.updatedAt = start
        return service
    }

    static var quotas: [QuotaEntry] {
        let fixed = ["volumes", "per_volume_gigabytes", "snapshots", "gigabytes", "backups", "backup_gigabytes", "groups"]
        return (fixed + ["volumes_<type>", "gigabytes_<type>", "snapshots_<type>"]).map { QuotaEntry($0, limit: 10, inUse: 1) }
    }

    static let limitNames = [
        "maxTotalVolumes", "maxTotalSnapshots", "maxTotalVolumeGigabytes", "maxTotalBackups", "maxTotalBackupGigabytes",
        "totalVolumesUsed", "totalGigabytesUsed", "totalSnapshotsUsed", "totalBackupsUsed", "totalBackupGigabytesUsed",
    ]
}

/// A store in a directory of its own that holds the samples' rows.
final class SampleStore: Sendable {
    let store: Store
    private let directory: String

    init() async throws {
        var template = Array("/tmp/scoria-api-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError(.unusable, "mkdtemp failed: \(errno)") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        store = try await Store.openSQLite(at: directory + "/scoria.db")
        try await store.write { transaction in
            try transaction.insert(ViewSamples.type)
            try transaction.insert(ViewSamples.volume)
            try transaction.insert(ViewSamples.snapshot)
            try transaction.insert(ViewSamples.attachment)
        }
    }

    deinit {
        for name in ["scoria.db", "scoria.db-wal", "scoria.db-shm", "scoria.db.lock"] { unlink("\(directory)/\(name)") }
        rmdir(directory)
    }

    func volume(_ shape: VolumeView.Shape, _ context: ViewContext) throws -> [UInt8] {
        var writer = JSONWriter()
        _ = try store.read { try $0.volumeRow(ViewSamples.volume.id) { try VolumeView(context).write($0, shape, to: &writer) } }
        return writer.bytes
    }

    func volumes(_ shape: VolumeView.Shape, _ query: String, _ context: ViewContext, total: Int? = nil) throws -> [UInt8] {
        let request = try ListRequest(query: query, of: .volume, for: ListContext(version: context.version, isAdmin: context.isAdmin))
        var page = VolumePage(shape, request, context)
        try store.read { try $0.listVolumes(VolumeListQuery(project: nil, limit: request.limit)) { try page.add($0) } }
        return page.finish(total: total)
    }

    func snapshot(_ shape: SnapshotView.Shape, _ context: ViewContext) throws -> [UInt8] {
        var writer = JSONWriter()
        _ = try store.read { try $0.snapshotRow(ViewSamples.snapshot.id) { SnapshotView(context).write($0, shape, to: &writer) } }
        return writer.bytes
    }

    func snapshots(_ shape: SnapshotView.Shape, _ context: ViewContext) throws -> [UInt8] {
        let request = try ListRequest(query: "", of: .snapshot, for: ListContext(version: context.version, isAdmin: context.isAdmin))
        var page = SnapshotPage(shape, request, context)
        try store.read { try $0.listSnapshots(SnapshotListQuery(project: nil, limit: 10)) { page.add($0) } }
        return page.finish()
    }
}
