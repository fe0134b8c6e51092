/// Every route that is served, as data.
///
/// The field's routes are facts of `routes.tsv`; `{project_id}` may stand before each path below `/v3` or be left out.
public enum RouteTable {
    /// All routes, by family.
    public static let all: [Route] =
        service + volumes + volumeActions + volumeMetadata + snapshots + attachments + types + services + administration + information
        + operations + events + transfers
        + defaultTypes + manage
        + qosSpecs + encryption + legacyTypeActions + infrastructure

    /// What is served beside the versioned API.
    static let service: [Route] = [
        Route(.versions, .get, "/", success: 300),
        Route(.version, .get, "/v3/", success: 200),
        Route(.healthcheck, .get, "/healthcheck", success: 200),
        Route(.metrics, .get, "/metrics", success: 200),
        Route(.openAPI, .get, "/openapi.json", success: 200),
    ]

    /// Volumes.
    static let volumes: [Route] = [
        Route(.listVolumes, .get, "/volumes", success: 200, policy: "volume:get_all"),
        Route(.createVolume, .post, "/volumes", success: 202, policy: "volume:create"),
        Route(.listVolumesDetail, .get, "/volumes/detail", success: 200, policy: "volume:get_all"),
        Route(.summarizeVolumes, .get, "/volumes/summary", since: 12, success: 200, policy: "volume:get_all"),
        Route(.deleteVolume, .delete, "/volumes/{id}", success: 202, policy: "volume:delete"),
        Route(.showVolume, .get, "/volumes/{id}", success: 200, policy: "volume:get"),
        Route(.updateVolume, .put, "/volumes/{id}", success: 200, policy: "volume:update"),
    ]

    /// What is done to one volume, by the key of the body.
    static let volumeActions: [Route] = [
        Route(
            .attachVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-attach",
            success: 202,
            policy: "volume_extension:volume_actions:attach"
        ),
        Route(
            .beginDetachingVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-begin_detaching",
            success: 202,
            policy: "volume_extension:volume_actions:begin_detaching"
        ),
        Route(
            .detachVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-detach",
            success: 202,
            policy: "volume_extension:volume_actions:detach"
        ),
        Route(.extendVolume, .post, "/volumes/{id}/action", action: "os-extend", success: 202, policy: "volume:extend"),
        Route(
            .completeVolumeExtend,
            .post,
            "/volumes/{id}/action",
            action: "os-extend_volume_completion",
            success: 202,
            policy: "volume_extension:volume_admin_actions:extend_volume_completion"
        ),
        Route(
            .forceDeleteVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-force_delete",
            success: 202,
            policy: "volume_extension:volume_admin_actions:force_delete"
        ),
        Route(
            .forceDetachVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-force_detach",
            success: 202,
            policy: "volume_extension:volume_admin_actions:force_detach"
        ),
        Route(
            .initializeConnection,
            .post,
            "/volumes/{id}/action",
            action: "os-initialize_connection",
            success: 200,
            policy: "volume_extension:volume_actions:initialize_connection"
        ),
        Route(
            .reserveVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-reserve",
            success: 202,
            policy: "volume_extension:volume_actions:reserve"
        ),
        Route(
            .resetVolumeStatus,
            .post,
            "/volumes/{id}/action",
            action: "os-reset_status",
            success: 202,
            policy: "volume_extension:volume_admin_actions:reset_status"
        ),
        Route(
            .rollDetachingVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-roll_detaching",
            success: 202,
            policy: "volume_extension:volume_actions:roll_detaching"
        ),
        Route(.setVolumeBootable, .post, "/volumes/{id}/action", action: "os-set_bootable", success: 200, policy: "volume:update"),
        Route(
            .setImageMetadata,
            .post,
            "/volumes/{id}/action",
            action: "os-set_image_metadata",
            success: 200,
            policy: "volume_extension:volume_image_metadata:set"
        ),
        Route(
            .showImageMetadata,
            .post,
            "/volumes/{id}/action",
            action: "os-show_image_metadata",
            success: 200,
            policy: "volume:get_volume_metadata"
        ),
        Route(
            .terminateConnection,
            .post,
            "/volumes/{id}/action",
            action: "os-terminate_connection",
            success: 202,
            policy: "volume_extension:volume_actions:terminate_connection"
        ),
        Route(
            .unreserveVolume,
            .post,
            "/volumes/{id}/action",
            action: "os-unreserve",
            success: 202,
            policy: "volume_extension:volume_actions:unreserve"
        ),
        Route(
            .unsetImageMetadata,
            .post,
            "/volumes/{id}/action",
            action: "os-unset_image_metadata",
            success: 200,
            policy: "volume_extension:volume_image_metadata:remove"
        ),
        Route(
            .updateReadOnlyFlag,
            .post,
            "/volumes/{id}/action",
            action: "os-update_readonly_flag",
            success: 202,
            policy: "volume:update_readonly_flag"
        ),
        Route(.revertVolume, .post, "/volumes/{id}/action", action: "revert", since: 40, success: 202, policy: "volume:revert_to_snapshot"),
    ]

    /// The metadata of one volume.
    static let volumeMetadata: [Route] = [
        Route(.listVolumeMetadata, .get, "/volumes/{volume_id}/metadata", success: 200, policy: "volume:get_volume_metadata"),
        Route(.createVolumeMetadata, .post, "/volumes/{volume_id}/metadata", success: 200, policy: "volume:create_volume_metadata"),
        Route(.replaceVolumeMetadata, .put, "/volumes/{volume_id}/metadata", success: 200, policy: "volume:update_volume_metadata"),
        Route(
            .deleteVolumeMetadataKey,
            .delete,
            "/volumes/{volume_id}/metadata/{id}",
            success: 200,
            policy: "volume:delete_volume_metadata"
        ),
        Route(.showVolumeMetadataKey, .get, "/volumes/{volume_id}/metadata/{id}", success: 200, policy: "volume:get_volume_metadata"),
        Route(.updateVolumeMetadataKey, .put, "/volumes/{volume_id}/metadata/{id}", success: 200, policy: "volume:update_volume_metadata"),
    ]

    /// Snapshots, their actions and their metadata.
    static let snapshots: [Route] = [
        Route(.listSnapshots, .get, "/snapshots", success: 200, policy: "volume:get_all_snapshots"),
        Route(.createSnapshot, .post, "/snapshots", success: 202, policy: "volume:create_snapshot"),
        Route(.listSnapshotsDetail, .get, "/snapshots/detail", success: 200, policy: "volume:get_all_snapshots"),
        Route(.deleteSnapshot, .delete, "/snapshots/{id}", success: 202, policy: "volume:delete_snapshot"),
        Route(.showSnapshot, .get, "/snapshots/{id}", success: 200, policy: "volume:get_snapshot"),
        Route(.updateSnapshot, .put, "/snapshots/{id}", success: 200, policy: "volume:update_snapshot"),
        Route(
            .forceDeleteSnapshot,
            .post,
            "/snapshots/{id}/action",
            action: "os-force_delete",
            success: 202,
            policy: "volume_extension:snapshot_admin_actions:force_delete"
        ),
        Route(
            .resetSnapshotStatus,
            .post,
            "/snapshots/{id}/action",
            action: "os-reset_status",
            success: 202,
            policy: "volume_extension:snapshot_admin_actions:reset_status"
        ),
        Route(
            .updateSnapshotStatus,
            .post,
            "/snapshots/{id}/action",
            action: "os-update_snapshot_status",
            success: 202,
            policy: "snapshot_extension:snapshot_actions:update_snapshot_status"
        ),
        Route(.listSnapshotMetadata, .get, "/snapshots/{snapshot_id}/metadata", success: 200, policy: "volume:get_snapshot_metadata"),
        Route(.createSnapshotMetadata, .post, "/snapshots/{snapshot_id}/metadata", success: 200, policy: "volume:update_snapshot_metadata"),
        Route(.replaceSnapshotMetadata, .put, "/snapshots/{snapshot_id}/metadata", success: 200, policy: "volume:update_snapshot_metadata"),
        Route(
            .deleteSnapshotMetadataKey,
            .delete,
            "/snapshots/{snapshot_id}/metadata/{id}",
            success: 200,
            policy: "volume:delete_snapshot_metadata"
        ),
        Route(
            .showSnapshotMetadataKey,
            .get,
            "/snapshots/{snapshot_id}/metadata/{id}",
            success: 200,
            policy: "volume:get_snapshot_metadata"
        ),
        Route(
            .updateSnapshotMetadataKey,
            .put,
            "/snapshots/{snapshot_id}/metadata/{id}",
            success: 200,
            policy: "volume:update_snapshot_metadata"
        ),
    ]

    /// Attachments.
    static let attachments: [Route] = [
        Route(.listAttachments, .get, "/attachments", since: 27, success: 200),
        Route(.createAttachment, .post, "/attachments", since: 27, success: 200, policy: "volume:attachment_create"),
        Route(.listAttachmentsDetail, .get, "/attachments/detail", since: 27, success: 200),
        Route(.deleteAttachment, .delete, "/attachments/{id}", since: 27, success: 200, policy: "volume:attachment_delete"),
        Route(.showAttachment, .get, "/attachments/{id}", since: 27, success: 200),
        Route(.updateAttachment, .put, "/attachments/{id}", since: 27, success: 200, policy: "volume:attachment_update"),
        Route(
            .completeAttachment,
            .post,
            "/attachments/{id}/action",
            action: "os-complete",
            since: 44,
            success: 204,
            policy: "volume:attachment_complete"
        ),
    ]

    /// Volume types, their extra specs and who may use them.
    static let types: [Route] = [
        Route(.listTypes, .get, "/types", success: 200, policy: "volume_extension:type_get_all"),
        Route(.createType, .post, "/types", success: 200, policy: "volume_extension:type_create"),
        Route(.deleteType, .delete, "/types/{id}", success: 202, policy: "volume_extension:type_delete"),
        Route(.showType, .get, "/types/{id}", success: 200, policy: "volume_extension:type_get"),
        Route(.updateType, .put, "/types/{id}", success: 200, policy: "volume_extension:type_update"),
        Route(
            .addTypeAccess,
            .post,
            "/types/{id}/action",
            action: "addProjectAccess",
            success: 202,
            policy: "volume_extension:volume_type_access:addProjectAccess"
        ),
        Route(
            .removeTypeAccess,
            .post,
            "/types/{id}/action",
            action: "removeProjectAccess",
            success: 202,
            policy: "volume_extension:volume_type_access:removeProjectAccess"
        ),
        Route(.listExtraSpecs, .get, "/types/{type_id}/extra_specs", success: 200, policy: "volume_extension:types_extra_specs:index"),
        Route(
            .createExtraSpecs,
            .post,
            "/types/{type_id}/extra_specs",
            success: 200,
            policy: "volume_extension:types_extra_specs:create"
        ),
        Route(
            .deleteExtraSpec,
            .delete,
            "/types/{type_id}/extra_specs/{id}",
            success: 202,
            policy: "volume_extension:types_extra_specs:delete"
        ),
        Route(.showExtraSpec, .get, "/types/{type_id}/extra_specs/{id}", success: 200, policy: "volume_extension:types_extra_specs:show"),
        Route(
            .updateExtraSpec,
            .put,
            "/types/{type_id}/extra_specs/{id}",
            success: 200,
            policy: "volume_extension:types_extra_specs:update"
        ),
        Route(
            .listTypeAccess,
            .get,
            "/types/{type_id}/os-volume-type-access",
            success: 200,
            policy: "volume_extension:volume_type_access:get_all_for_type"
        ),
    ]

    /// Service records.
    static let services: [Route] = [
        Route(.listServices, .get, "/os-services", success: 200, policy: "volume_extension:services:index"),
        Route(.disableService, .put, "/os-services/disable", success: 200, policy: "volume_extension:services:update"),
        Route(
            .disableServiceWithReason,
            .put,
            "/os-services/disable-log-reason",
            success: 200,
            policy: "volume_extension:services:update"
        ),
        Route(.enableService, .put, "/os-services/enable", success: 200, policy: "volume_extension:services:update"),
        Route(.freezeHost, .put, "/os-services/freeze", success: 200, policy: "volume:freeze_host"),
        Route(
            .getLogLevels,
            .put,
            "/os-services/get-log",
            since: 32,
            success: 200,
            policy: "volume_extension:services:update"
        ),
        Route(
            .setLogLevels,
            .put,
            "/os-services/set-log",
            since: 32,
            success: 202,
            policy: "volume_extension:services:update"
        ),
        Route(.thawHost, .put, "/os-services/thaw", success: 200, policy: "volume:thaw_host"),
    ]

    /// Pools, limits and quotas.
    static let administration: [Route] = [
        Route(
            .listPools,
            .get,
            "/scheduler-stats/get_pools",
            success: 200,
            policy: "scheduler_extension:scheduler_stats:get_pools"
        ),
        Route(.showLimits, .get, "/limits", success: 200),
        Route(.deleteQuotaSet, .delete, "/os-quota-sets/{id}", success: 200, policy: "volume_extension:quotas:delete"),
        Route(.showQuotaSet, .get, "/os-quota-sets/{id}", success: 200, policy: "volume_extension:quotas:show"),
        Route(.updateQuotaSet, .put, "/os-quota-sets/{id}", success: 200, policy: "volume_extension:quotas:update"),
        Route(.showQuotaSetDefaults, .get, "/os-quota-sets/{id}/defaults", success: 200, policy: "volume_extension:quotas:show"),
        Route(
            .showQuotaClassSet,
            .get,
            "/os-quota-class-sets/{id}",
            success: 200,
            policy: "volume_extension:quota_classes:get"
        ),
        Route(
            .updateQuotaClassSet,
            .put,
            "/os-quota-class-sets/{id}",
            success: 200,
            policy: "volume_extension:quota_classes:update"
        ),
    ]

    /// What a client asks to find its way.
    static let information: [Route] = [
        Route(.listAvailabilityZones, .get, "/os-availability-zone", success: 200),
        Route(.listExtensions, .get, "/extensions", success: 200),
        Route(.showExtension, .get, "/extensions/{id}", success: 200),
        Route(.listMessages, .get, "/messages", since: 3, success: 200, policy: "message:get_all"),
        Route(.deleteMessage, .delete, "/messages/{id}", since: 3, success: 204, policy: "message:delete"),
        Route(.showMessage, .get, "/messages/{id}", since: 3, success: 200, policy: "message:get"),
        Route(.listResourceFilters, .get, "/resource_filters", since: 33, success: 200),
    ]

    /// Flows as their owner sees them: our own, beside the field's.
    static let operations: [Route] = [
        Route(.listOperations, .get, "/operations", success: 200, policy: "operation:get_all"),
        Route(.showOperation, .get, "/operations/{id}", success: 200, policy: "operation:get"),
        Route(.cancelOperation, .post, "/operations/{id}/action", action: "cancel", success: 202, policy: "operation:cancel"),
        Route(.explainPlacement, .post, "/operations/explain", success: 200, policy: "placement:dry_run"),
    ]
}
