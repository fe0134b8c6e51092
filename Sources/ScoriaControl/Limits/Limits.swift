public import ScoriaModel
internal import ScoriaStore

extension Control {
    /// The absolute limits of a project with their use, under the names of `GET /limits`.
    public func absoluteLimits(of project: ProjectID) throws -> [(name: String, value: Int64)] {
        let lines = try quotaSet(.project(project), withUsage: true)
        func limit(_ resource: String) -> Int64 { lines.first { $0.resource == resource }?.limit ?? -1 }
        func use(_ resource: String) -> Int64 { lines.first { $0.resource == resource }?.inUse ?? 0 }
        return [
            ("maxTotalVolumes", limit("volumes")),
            ("maxTotalSnapshots", limit("snapshots")),
            ("maxTotalVolumeGigabytes", limit("gigabytes")),
            ("maxTotalBackups", limit("backups")),
            ("maxTotalBackupGigabytes", limit("backup_gigabytes")),
            ("totalVolumesUsed", use("volumes")),
            ("totalSnapshotsUsed", use("snapshots")),
            ("totalGigabytesUsed", use("gigabytes")),
            ("totalBackupsUsed", use("backups")),
            ("totalBackupGigabytesUsed", use("backup_gigabytes")),
        ]
    }
}
