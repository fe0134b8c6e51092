extension RouteTable {
    /// Objects of backends that become volumes and snapshots, or cease to be: the collections of the extensions, and those that took their
    /// place (3.8).
    static let manage: [Route] =
        manageable(
            "/os-volume-manage",
            since: 0,
            (.listLegacyManageableVolumes, .listLegacyManageableVolumesDetail, "volume_extension:list_manageable"),
            (.manageLegacyVolume, "volume_extension:volume_manage")
        )
        + manageable(
            "/manageable_volumes",
            since: 8,
            (.listManageableVolumes, .listManageableVolumesDetail, "volume_extension:list_manageable"),
            (.manageVolume, "volume_extension:volume_manage")
        )
        + manageable(
            "/os-snapshot-manage",
            since: 0,
            (.listLegacyManageableSnapshots, .listLegacyManageableSnapshotsDetail, "snapshot_extension:list_manageable"),
            (.manageLegacySnapshot, "snapshot_extension:snapshot_manage")
        )
        + manageable(
            "/manageable_snapshots",
            since: 8,
            (.listManageableSnapshots, .listManageableSnapshotsDetail, "snapshot_extension:list_manageable"),
            (.manageSnapshot, "snapshot_extension:snapshot_manage")
        ) + [
            Route(
                .unmanageVolume,
                .post,
                "/volumes/{id}/action",
                action: "os-unmanage",
                success: 202,
                policy: "volume_extension:volume_unmanage"
            ),
            Route(
                .unmanageSnapshot,
                .post,
                "/snapshots/{id}/action",
                action: "os-unmanage",
                success: 202,
                policy: "snapshot_extension:snapshot_unmanage"
            ),
        ]

    private static func manageable(
        _ path: String,
        since minor: UInt8,
        _ lists: (brief: RouteID, detail: RouteID, policy: String),
        _ manage: (id: RouteID, policy: String)
    ) -> [Route] {
        [
            Route(lists.brief, .get, path, since: minor, success: 200, policy: lists.policy),
            Route(lists.detail, .get, path + "/detail", since: minor, success: 200, policy: lists.policy),
            Route(manage.id, .post, path, since: minor, success: 202, policy: manage.policy),
        ]
    }
}
