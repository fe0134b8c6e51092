// swift-format-ignore-file
// Made by scripts/generate-response-fields from the table of answers.

/// Every field of every answer that is served: resource, view, field, since, until, who, separated by tabs.
enum ResponseFields {
    static let table = """
        volume	summary (list)	volumes	0	71	all
        volume	summary (list)	volumes[].id	0	71	all
        volume	summary (list)	volumes[].name	0	71	all
        volume	summary (list)	volumes[].links	0	71	all
        volume	detail (list)	volumes	0	71	all
        volume	detail (list)	volumes[].id	0	71	all
        volume	detail (list)	volumes[].status	0	71	all
        volume	detail (list)	volumes[].size	0	71	all
        volume	detail (list)	volumes[].availability_zone	0	71	all
        volume	detail (list)	volumes[].created_at	0	71	all
        volume	detail (list)	volumes[].updated_at	0	71	all
        volume	detail (list)	volumes[].name	0	71	all
        volume	detail (list)	volumes[].description	0	71	all
        volume	detail (list)	volumes[].volume_type	0	71	all
        volume	detail (list)	volumes[].snapshot_id	0	71	all
        volume	detail (list)	volumes[].source_volid	0	71	all
        volume	detail (list)	volumes[].metadata	0	71	all
        volume	detail (list)	volumes[].links	0	71	all
        volume	detail (list)	volumes[].user_id	0	71	all
        volume	detail (list)	volumes[].bootable	0	71	all
        volume	detail (list)	volumes[].encrypted	0	71	all
        volume	detail (list)	volumes[].replication_status	0	71	all
        volume	detail (list)	volumes[].consistencygroup_id	0	71	all
        volume	detail (list)	volumes[].multiattach	0	71	all
        volume	detail (list)	volumes[].attachments	0	71	all
        volume	detail (list)	volumes[].migration_status	0	71	admin
        volume	detail (list)	volumes[].os-vol-tenant-attr:tenant_id	0	71	all
        volume	detail (list)	volumes[].os-vol-mig-status-attr:migstat	0	71	admin
        volume	detail (list)	volumes[].os-vol-mig-status-attr:name_id	0	71	admin
        volume	detail (list)	volumes[].os-vol-host-attr:host	0	71	admin
        volume	detail (list)	volumes[].attachments[].id	0	71	all
        volume	detail (list)	volumes[].attachments[].attachment_id	0	71	all
        volume	detail (list)	volumes[].attachments[].volume_id	0	71	all
        volume	detail (list)	volumes[].attachments[].server_id	0	71	all
        volume	detail (list)	volumes[].attachments[].host_name	0	71	all
        volume	detail (list)	volumes[].attachments[].device	0	71	all
        volume	detail (list)	volumes[].attachments[].attached_at	0	71	all
        volume	detail (list)	volumes[].volume_image_metadata	0	71	all
        volume	detail (list)	volumes[].group_id	13	71	all
        volume	detail (list)	volumes[].provider_id	21	71	admin
        volume	detail (list)	volumes[].shared_targets	48	71	all
        volume	detail (list)	volumes[].service_uuid	48	71	all
        volume	detail (list)	volumes[].cluster_name	61	71	admin
        volume	detail (list)	volumes[].volume_type_id	63	71	all
        volume	detail (list)	volumes[].encryption_key_id	64	71	all
        volume	detail (list)	volumes[].consumes_quota	65	71	all
        volume	show	volume	0	71	all
        volume	show	volume.id	0	71	all
        volume	show	volume.status	0	71	all
        volume	show	volume.size	0	71	all
        volume	show	volume.availability_zone	0	71	all
        volume	show	volume.created_at	0	71	all
        volume	show	volume.updated_at	0	71	all
        volume	show	volume.name	0	71	all
        volume	show	volume.description	0	71	all
        volume	show	volume.volume_type	0	71	all
        volume	show	volume.snapshot_id	0	71	all
        volume	show	volume.source_volid	0	71	all
        volume	show	volume.metadata	0	71	all
        volume	show	volume.links	0	71	all
        volume	show	volume.user_id	0	71	all
        volume	show	volume.bootable	0	71	all
        volume	show	volume.encrypted	0	71	all
        volume	show	volume.replication_status	0	71	all
        volume	show	volume.consistencygroup_id	0	71	all
        volume	show	volume.multiattach	0	71	all
        volume	show	volume.attachments	0	71	all
        volume	show	volume.attachments[].id	0	71	all
        volume	show	volume.attachments[].attachment_id	0	71	all
        volume	show	volume.attachments[].volume_id	0	71	all
        volume	show	volume.attachments[].server_id	0	71	all
        volume	show	volume.attachments[].host_name	0	71	all
        volume	show	volume.attachments[].device	0	71	all
        volume	show	volume.attachments[].attached_at	0	71	all
        volume	show	volume.migration_status	0	71	admin
        volume	show	volume.os-vol-tenant-attr:tenant_id	0	71	all
        volume	show	volume.os-vol-mig-status-attr:migstat	0	71	admin
        volume	show	volume.os-vol-mig-status-attr:name_id	0	71	admin
        volume	show	volume.os-vol-host-attr:host	0	71	admin
        volume	show	volume.volume_image_metadata	0	71	all
        volume	show	volume.group_id	13	71	all
        volume	show	volume.provider_id	21	71	admin
        volume	show	volume.shared_targets	48	71	all
        volume	show	volume.service_uuid	48	71	all
        volume	show	volume.cluster_name	61	71	admin
        volume	show	volume.volume_type_id	63	71	all
        volume	show	volume.encryption_key_id	64	71	all
        volume	show	volume.consumes_quota	65	71	all
        volume	summary endpoint	volume-summary	12	71	all
        volume	summary endpoint	volume-summary.total_count	12	71	all
        volume	summary endpoint	volume-summary.total_size	12	71	all
        volume	summary endpoint	volume-summary.metadata	36	71	all
        snapshot	summary (list)	snapshots	0	71	all
        snapshot	summary (list)	snapshots[].id	0	71	all
        snapshot	summary (list)	snapshots[].created_at	0	71	all
        snapshot	summary (list)	snapshots[].updated_at	0	71	all
        snapshot	summary (list)	snapshots[].name	0	71	all
        snapshot	summary (list)	snapshots[].description	0	71	all
        snapshot	summary (list)	snapshots[].volume_id	0	71	all
        snapshot	summary (list)	snapshots[].status	0	71	all
        snapshot	summary (list)	snapshots[].size	0	71	all
        snapshot	summary (list)	snapshots[].metadata	0	71	all
        snapshot	detail (list)	snapshots	0	71	all
        snapshot	detail (list)	snapshots[].id	0	71	all
        snapshot	detail (list)	snapshots[].created_at	0	71	all
        snapshot	detail (list)	snapshots[].updated_at	0	71	all
        snapshot	detail (list)	snapshots[].name	0	71	all
        snapshot	detail (list)	snapshots[].description	0	71	all
        snapshot	detail (list)	snapshots[].volume_id	0	71	all
        snapshot	detail (list)	snapshots[].status	0	71	all
        snapshot	detail (list)	snapshots[].size	0	71	all
        snapshot	detail (list)	snapshots[].metadata	0	71	all
        snapshot	detail (list)	snapshots[].os-extended-snapshot-attributes:project_id	0	71	all
        snapshot	detail (list)	snapshots[].os-extended-snapshot-attributes:progress	0	71	all
        snapshot	detail (list)	snapshots[].group_snapshot_id	14	71	all
        snapshot	detail (list)	snapshots[].user_id	41	71	all
        snapshot	detail (list)	snapshots[].consumes_quota	65	71	all
        snapshot	show	snapshot	0	71	all
        snapshot	show	snapshot.id	0	71	all
        snapshot	show	snapshot.created_at	0	71	all
        snapshot	show	snapshot.updated_at	0	71	all
        snapshot	show	snapshot.name	0	71	all
        snapshot	show	snapshot.description	0	71	all
        snapshot	show	snapshot.volume_id	0	71	all
        snapshot	show	snapshot.status	0	71	all
        snapshot	show	snapshot.size	0	71	all
        snapshot	show	snapshot.metadata	0	71	all
        snapshot	show	snapshot.os-extended-snapshot-attributes:project_id	0	71	all
        snapshot	show	snapshot.os-extended-snapshot-attributes:progress	0	71	all
        snapshot	show	snapshot.group_snapshot_id	14	71	all
        snapshot	show	snapshot.user_id	41	71	all
        snapshot	show	snapshot.consumes_quota	65	71	all
        attachment	summary (list)	attachments	27	71	all
        attachment	summary (list)	attachments[].id	27	71	all
        attachment	summary (list)	attachments[].status	27	71	all
        attachment	summary (list)	attachments[].instance	27	71	all
        attachment	summary (list)	attachments[].volume_id	27	71	all
        attachment	detail (list)	attachments	27	71	all
        attachment	detail (list)	attachments[].id	27	71	all
        attachment	detail (list)	attachments[].status	27	71	all
        attachment	detail (list)	attachments[].instance	27	71	all
        attachment	detail (list)	attachments[].volume_id	27	71	all
        attachment	detail (list)	attachments[].attached_at	27	71	all
        attachment	detail (list)	attachments[].detached_at	27	71	all
        attachment	detail (list)	attachments[].attach_mode	27	71	all
        attachment	detail (list)	attachments[].connection_info	27	71	all
        attachment	show	attachment	27	71	all
        attachment	show	attachment.id	27	71	all
        attachment	show	attachment.status	27	71	all
        attachment	show	attachment.instance	27	71	all
        attachment	show	attachment.volume_id	27	71	all
        attachment	show	attachment.attached_at	27	71	all
        attachment	show	attachment.detached_at	27	71	all
        attachment	show	attachment.attach_mode	27	71	all
        attachment	show	attachment.connection_info	27	71	all
        volume_type	list	volume_types	0	71	all
        volume_type	list	volume_types[].id	0	71	all
        volume_type	list	volume_types[].name	0	71	all
        volume_type	list	volume_types[].is_public	0	71	all
        volume_type	list	volume_types[].description	0	71	all
        volume_type	list	volume_types[].extra_specs	0	71	all
        volume_type	list	volume_types[].qos_specs_id	0	71	admin
        volume_type	list	volume_types[].os-volume-type-access:is_public	0	71	all
        volume_type	show	volume_type	0	71	all
        volume_type	show	volume_type.id	0	71	all
        volume_type	show	volume_type.name	0	71	all
        volume_type	show	volume_type.is_public	0	71	all
        volume_type	show	volume_type.description	0	71	all
        volume_type	show	volume_type.extra_specs	0	71	all
        volume_type	show	volume_type.qos_specs_id	0	71	admin
        volume_type	show	volume_type.os-volume-type-access:is_public	0	71	all
        extra_specs	list	extra_specs	0	71	all
        volume_type_access	list	volume_type_access	0	71	admin
        volume_type_access	list	volume_type_access[].volume_type_id	0	71	admin
        volume_type_access	list	volume_type_access[].project_id	0	71	admin
        type_encryption	list	encryption_id	0	71	admin
        type_encryption	list	cipher	0	71	admin
        type_encryption	list	key_size	0	71	admin
        type_encryption	list	provider	0	71	admin
        type_encryption	list	control_location	0	71	admin
        type_encryption	list	volume_type_id	0	71	admin
        type_encryption	list	deleted_at	0	71	admin
        type_encryption	list	deleted	0	71	admin
        type_encryption	list	created_at	0	71	admin
        type_encryption	list	updated_at	0	71	admin
        qos_specs	list	qos_specs	0	71	admin
        qos_specs	list	qos_specs[].id	0	71	admin
        qos_specs	list	qos_specs[].name	0	71	admin
        qos_specs	list	qos_specs[].consumer	0	71	admin
        qos_specs	list	qos_specs[].specs	0	71	admin
        qos_specs	list	qos_specs[].specs.read_iops_sec	0	71	admin
        qos_specs	show	qos_specs	0	71	admin
        qos_specs	show	qos_specs.id	0	71	admin
        qos_specs	show	qos_specs.name	0	71	admin
        qos_specs	show	qos_specs.consumer	0	71	admin
        qos_specs	show	qos_specs.specs	0	71	admin
        qos_specs	show	qos_specs.specs.read_iops_sec	0	71	admin
        qos_specs	show	links	0	71	admin
        qos_specs	associations	qos_associations	0	71	admin
        transfer (os-volume-transfer)	summary (list)	transfers	0	71	all
        transfer (os-volume-transfer)	summary (list)	transfers[].id	0	71	all
        transfer (os-volume-transfer)	summary (list)	transfers[].volume_id	0	71	all
        transfer (os-volume-transfer)	summary (list)	transfers[].name	0	71	all
        transfer (os-volume-transfer)	summary (list)	transfers[].links	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].id	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].created_at	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].name	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].volume_id	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].links	0	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].no_snapshots	55	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].destination_project_id	57	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].source_project_id	57	71	all
        transfer (os-volume-transfer)	detail (list)	transfers[].accepted	57	71	all
        transfer (os-volume-transfer)	show	transfer	0	71	all
        transfer (os-volume-transfer)	show	transfer.id	0	71	all
        transfer (os-volume-transfer)	show	transfer.created_at	0	71	all
        transfer (os-volume-transfer)	show	transfer.name	0	71	all
        transfer (os-volume-transfer)	show	transfer.volume_id	0	71	all
        transfer (os-volume-transfer)	show	transfer.links	0	71	all
        transfer (os-volume-transfer)	show	transfer.no_snapshots	55	71	all
        transfer (os-volume-transfer)	show	transfer.destination_project_id	57	71	all
        transfer (os-volume-transfer)	show	transfer.source_project_id	57	71	all
        transfer (os-volume-transfer)	show	transfer.accepted	57	71	all
        transfer (volume-transfers)	summary (list)	transfers	0	71	all
        transfer (volume-transfers)	summary (list)	transfers[].id	0	71	all
        transfer (volume-transfers)	summary (list)	transfers[].volume_id	0	71	all
        transfer (volume-transfers)	summary (list)	transfers[].name	0	71	all
        transfer (volume-transfers)	summary (list)	transfers[].links	0	71	all
        transfer (volume-transfers)	detail (list)	transfers	0	71	all
        transfer (volume-transfers)	detail (list)	transfers[].id	0	71	all
        transfer (volume-transfers)	detail (list)	transfers[].created_at	0	71	all
        transfer (volume-transfers)	detail (list)	transfers[].name	0	71	all
        transfer (volume-transfers)	detail (list)	transfers[].volume_id	0	71	all
        transfer (volume-transfers)	detail (list)	transfers[].links	0	71	all
        transfer (volume-transfers)	detail (list)	transfers[].no_snapshots	55	71	all
        transfer (volume-transfers)	detail (list)	transfers[].destination_project_id	57	71	all
        transfer (volume-transfers)	detail (list)	transfers[].source_project_id	57	71	all
        transfer (volume-transfers)	detail (list)	transfers[].accepted	57	71	all
        transfer (volume-transfers)	show	transfer	0	71	all
        transfer (volume-transfers)	show	transfer.id	0	71	all
        transfer (volume-transfers)	show	transfer.created_at	0	71	all
        transfer (volume-transfers)	show	transfer.name	0	71	all
        transfer (volume-transfers)	show	transfer.volume_id	0	71	all
        transfer (volume-transfers)	show	transfer.links	0	71	all
        transfer (volume-transfers)	show	transfer.no_snapshots	55	71	all
        transfer (volume-transfers)	show	transfer.destination_project_id	57	71	all
        transfer (volume-transfers)	show	transfer.source_project_id	57	71	all
        transfer (volume-transfers)	show	transfer.accepted	57	71	all
        message	list	messages	3	71	all
        message	list	messages[].id	3	71	all
        message	list	messages[].event_id	3	71	all
        message	list	messages[].user_message	3	71	all
        message	list	messages[].message_level	3	71	all
        message	list	messages[].created_at	3	71	all
        message	list	messages[].guaranteed_until	3	71	all
        message	list	messages[].request_id	3	71	all
        message	list	messages[].links	3	71	all
        message	list	messages[].resource_type	3	71	all
        message	list	messages[].resource_uuid	3	71	all
        message	show	message	3	71	all
        message	show	message.id	3	71	all
        message	show	message.event_id	3	71	all
        message	show	message.user_message	3	71	all
        message	show	message.message_level	3	71	all
        message	show	message.created_at	3	71	all
        message	show	message.guaranteed_until	3	71	all
        message	show	message.request_id	3	71	all
        message	show	message.links	3	71	all
        message	show	message.resource_type	3	71	all
        message	show	message.resource_uuid	3	71	all
        service	list	services	0	71	admin
        service	list	services[].binary	0	71	admin
        service	list	services[].host	0	71	admin
        service	list	services[].zone	0	71	admin
        service	list	services[].status	0	71	admin
        service	list	services[].state	0	71	admin
        service	list	services[].updated_at	0	71	admin
        service	list	services[].disabled_reason	0	71	admin
        service	list	services[].replication_status	0	71	admin
        service	list	services[].active_backend_id	0	71	admin
        service	list	services[].frozen	0	71	admin
        service	list	services[].cluster	7	71	admin
        service	list	services[].backend_state	49	71	admin
        cluster	summary (list)	clusters	7	71	admin
        cluster	summary (list)	clusters[].name	7	71	admin
        cluster	summary (list)	clusters[].binary	7	71	admin
        cluster	summary (list)	clusters[].state	7	71	admin
        cluster	summary (list)	clusters[].status	7	71	admin
        cluster	summary (list)	clusters[].replication_status	26	71	admin
        cluster	detail (list)	clusters	7	71	admin
        cluster	detail (list)	clusters[].name	7	71	admin
        cluster	detail (list)	clusters[].binary	7	71	admin
        cluster	detail (list)	clusters[].state	7	71	admin
        cluster	detail (list)	clusters[].status	7	71	admin
        cluster	detail (list)	clusters[].num_hosts	7	71	admin
        cluster	detail (list)	clusters[].num_down_hosts	7	71	admin
        cluster	detail (list)	clusters[].last_heartbeat	7	71	admin
        cluster	detail (list)	clusters[].created_at	7	71	admin
        cluster	detail (list)	clusters[].updated_at	7	71	admin
        cluster	detail (list)	clusters[].disabled_reason	7	71	admin
        cluster	detail (list)	clusters[].replication_status	26	71	admin
        cluster	detail (list)	clusters[].frozen	26	71	admin
        cluster	detail (list)	clusters[].active_backend_id	26	71	admin
        cluster	show	cluster	7	71	admin
        cluster	show	cluster.name	7	71	admin
        cluster	show	cluster.binary	7	71	admin
        cluster	show	cluster.state	7	71	admin
        cluster	show	cluster.status	7	71	admin
        cluster	show	cluster.num_hosts	7	71	admin
        cluster	show	cluster.num_down_hosts	7	71	admin
        cluster	show	cluster.last_heartbeat	7	71	admin
        cluster	show	cluster.created_at	7	71	admin
        cluster	show	cluster.updated_at	7	71	admin
        cluster	show	cluster.disabled_reason	7	71	admin
        cluster	show	cluster.replication_status	26	71	admin
        cluster	show	cluster.frozen	26	71	admin
        cluster	show	cluster.active_backend_id	26	71	admin
        host	list	hosts	0	71	admin
        host	list	hosts[].host_name	0	71	admin
        host	list	hosts[].service	0	71	admin
        host	list	hosts[].zone	0	71	admin
        host	list	hosts[].service-status	0	71	admin
        host	list	hosts[].service-state	0	71	admin
        host	list	hosts[].last-update	0	71	admin
        host	show	host	0	71	admin
        host	show	host[].resource	0	71	admin
        host	show	host[].resource.host	0	71	admin
        host	show	host[].resource.project	0	71	admin
        host	show	host[].resource.volume_count	0	71	admin
        host	show	host[].resource.total_volume_gb	0	71	admin
        host	show	host[].resource.snapshot_count	0	71	admin
        host	show	host[].resource.total_snapshot_gb	0	71	admin
        quota_set	show	quota_set	0	71	all
        quota_set	show	quota_set.volumes	0	71	all
        quota_set	show	quota_set.per_volume_gigabytes	0	71	all
        quota_set	show	quota_set.snapshots	0	71	all
        quota_set	show	quota_set.gigabytes	0	71	all
        quota_set	show	quota_set.backups	0	71	all
        quota_set	show	quota_set.backup_gigabytes	0	71	all
        quota_set	show	quota_set.volumes_<type>	0	71	all
        quota_set	show	quota_set.gigabytes_<type>	0	71	all
        quota_set	show	quota_set.snapshots_<type>	0	71	all
        quota_set	show	quota_set.groups	0	71	all
        quota_set	show	quota_set.id	0	71	all
        quota_set	show usage=True	quota_set	0	71	all
        quota_set	show usage=True	quota_set.volumes	0	71	all
        quota_set	show usage=True	quota_set.volumes.limit	0	71	all
        quota_set	show usage=True	quota_set.volumes.in_use	0	71	all
        quota_set	show usage=True	quota_set.volumes.reserved	0	71	all
        quota_set	show usage=True	quota_set.per_volume_gigabytes	0	71	all
        quota_set	show usage=True	quota_set.per_volume_gigabytes.limit	0	71	all
        quota_set	show usage=True	quota_set.per_volume_gigabytes.in_use	0	71	all
        quota_set	show usage=True	quota_set.per_volume_gigabytes.reserved	0	71	all
        quota_set	show usage=True	quota_set.snapshots	0	71	all
        quota_set	show usage=True	quota_set.snapshots.limit	0	71	all
        quota_set	show usage=True	quota_set.snapshots.in_use	0	71	all
        quota_set	show usage=True	quota_set.snapshots.reserved	0	71	all
        quota_set	show usage=True	quota_set.gigabytes	0	71	all
        quota_set	show usage=True	quota_set.gigabytes.limit	0	71	all
        quota_set	show usage=True	quota_set.gigabytes.in_use	0	71	all
        quota_set	show usage=True	quota_set.gigabytes.reserved	0	71	all
        quota_set	show usage=True	quota_set.backups	0	71	all
        quota_set	show usage=True	quota_set.backups.limit	0	71	all
        quota_set	show usage=True	quota_set.backups.in_use	0	71	all
        quota_set	show usage=True	quota_set.backups.reserved	0	71	all
        quota_set	show usage=True	quota_set.backup_gigabytes	0	71	all
        quota_set	show usage=True	quota_set.backup_gigabytes.limit	0	71	all
        quota_set	show usage=True	quota_set.backup_gigabytes.in_use	0	71	all
        quota_set	show usage=True	quota_set.backup_gigabytes.reserved	0	71	all
        quota_set	show usage=True	quota_set.volumes_<type>	0	71	all
        quota_set	show usage=True	quota_set.volumes_<type>.limit	0	71	all
        quota_set	show usage=True	quota_set.volumes_<type>.in_use	0	71	all
        quota_set	show usage=True	quota_set.volumes_<type>.reserved	0	71	all
        quota_set	show usage=True	quota_set.gigabytes_<type>	0	71	all
        quota_set	show usage=True	quota_set.gigabytes_<type>.limit	0	71	all
        quota_set	show usage=True	quota_set.gigabytes_<type>.in_use	0	71	all
        quota_set	show usage=True	quota_set.gigabytes_<type>.reserved	0	71	all
        quota_set	show usage=True	quota_set.snapshots_<type>	0	71	all
        quota_set	show usage=True	quota_set.snapshots_<type>.limit	0	71	all
        quota_set	show usage=True	quota_set.snapshots_<type>.in_use	0	71	all
        quota_set	show usage=True	quota_set.snapshots_<type>.reserved	0	71	all
        quota_set	show usage=True	quota_set.groups	0	71	all
        quota_set	show usage=True	quota_set.groups.limit	0	71	all
        quota_set	show usage=True	quota_set.groups.in_use	0	71	all
        quota_set	show usage=True	quota_set.groups.reserved	0	71	all
        quota_set	show usage=True	quota_set.id	0	71	all
        quota_set	defaults	quota_set	0	71	all
        quota_set	defaults	quota_set.volumes	0	71	all
        quota_set	defaults	quota_set.per_volume_gigabytes	0	71	all
        quota_set	defaults	quota_set.snapshots	0	71	all
        quota_set	defaults	quota_set.gigabytes	0	71	all
        quota_set	defaults	quota_set.backups	0	71	all
        quota_set	defaults	quota_set.backup_gigabytes	0	71	all
        quota_set	defaults	quota_set.volumes_<type>	0	71	all
        quota_set	defaults	quota_set.gigabytes_<type>	0	71	all
        quota_set	defaults	quota_set.snapshots_<type>	0	71	all
        quota_set	defaults	quota_set.groups	0	71	all
        quota_set	defaults	quota_set.id	0	71	all
        quota_class_set	show	quota_class_set	0	71	admin
        quota_class_set	show	quota_class_set.volumes	0	71	admin
        quota_class_set	show	quota_class_set.per_volume_gigabytes	0	71	admin
        quota_class_set	show	quota_class_set.snapshots	0	71	admin
        quota_class_set	show	quota_class_set.gigabytes	0	71	admin
        quota_class_set	show	quota_class_set.backups	0	71	admin
        quota_class_set	show	quota_class_set.backup_gigabytes	0	71	admin
        quota_class_set	show	quota_class_set.volumes_<type>	0	71	admin
        quota_class_set	show	quota_class_set.gigabytes_<type>	0	71	admin
        quota_class_set	show	quota_class_set.snapshots_<type>	0	71	admin
        quota_class_set	show	quota_class_set.groups	0	71	admin
        quota_class_set	show	quota_class_set.id	0	71	admin
        limits	show	limits	0	71	all
        limits	show	limits.rate	0	71	all
        limits	show	limits.absolute	0	71	all
        limits	show	limits.absolute.maxTotalVolumes	0	71	all
        limits	show	limits.absolute.maxTotalSnapshots	0	71	all
        limits	show	limits.absolute.maxTotalVolumeGigabytes	0	71	all
        limits	show	limits.absolute.maxTotalBackups	0	71	all
        limits	show	limits.absolute.maxTotalBackupGigabytes	0	71	all
        limits	show	limits.absolute.totalVolumesUsed	0	71	all
        limits	show	limits.absolute.totalGigabytesUsed	0	71	all
        limits	show	limits.absolute.totalSnapshotsUsed	0	71	all
        limits	show	limits.absolute.totalBackupsUsed	0	71	all
        limits	show	limits.absolute.totalBackupGigabytesUsed	0	71	all
        pool	summary (list)	pools	0	71	admin
        pool	summary (list)	pools[].name	0	71	admin
        pool	detail (list)	pools	0	71	admin
        pool	detail (list)	pools[].name	0	71	admin
        pool	detail (list)	pools[].capabilities	0	71	admin
        capabilities	show	namespace	0	71	admin
        capabilities	show	vendor_name	0	71	admin
        capabilities	show	volume_backend_name	0	71	admin
        capabilities	show	pool_name	0	71	admin
        capabilities	show	driver_version	0	71	admin
        capabilities	show	storage_protocol	0	71	admin
        capabilities	show	display_name	0	71	admin
        capabilities	show	description	0	71	admin
        capabilities	show	visibility	0	71	admin
        capabilities	show	replication_targets	0	71	admin
        capabilities	show	properties	0	71	admin
        availability_zone	list	availabilityZoneInfo	0	71	all
        availability_zone	list	availabilityZoneInfo[].zoneName	0	71	all
        availability_zone	list	availabilityZoneInfo[].zoneState	0	71	all
        availability_zone	list	availabilityZoneInfo[].zoneState.available	0	71	all
        extension	list	extensions	0	71	all
        extension	list	extensions[].name	0	71	all
        extension	list	extensions[].alias	0	71	all
        extension	list	extensions[].description	0	71	all
        extension	list	extensions[].updated	0	71	all
        extension	list	extensions[].links	0	71	all
        extension	show	extension	0	71	all
        extension	show	extension.name	0	71	all
        extension	show	extension.alias	0	71	all
        extension	show	extension.description	0	71	all
        extension	show	extension.updated	0	71	all
        extension	show	extension.links	0	71	all
        resource_filter	list	resource_filters	33	71	all
        resource_filter	list	resource_filters[].resource	33	71	all
        resource_filter	list	resource_filters[].filters	33	71	all
        default_type	list	default_types	62	71	admin
        default_type	list	default_types[].project_id	62	71	admin
        default_type	list	default_types[].volume_type_id	62	71	admin
        manageable_volume	summary (list)	manageable-volumes	8	71	admin
        manageable_volume	summary (list)	manageable-volumes[].reference	8	71	admin
        manageable_volume	summary (list)	manageable-volumes[].size	8	71	admin
        manageable_volume	summary (list)	manageable-volumes[].safe_to_manage	8	71	admin
        manageable_volume	detail (list)	manageable-volumes	8	71	admin
        manageable_volume	detail (list)	manageable-volumes[].reference	8	71	admin
        manageable_volume	detail (list)	manageable-volumes[].size	8	71	admin
        manageable_volume	detail (list)	manageable-volumes[].safe_to_manage	8	71	admin
        manageable_volume	detail (list)	manageable-volumes[].reason_not_safe	8	71	admin
        manageable_volume	detail (list)	manageable-volumes[].cinder_id	8	71	admin
        manageable_volume	detail (list)	manageable-volumes[].extra_info	8	71	admin
        manageable_snapshot	summary (list)	manageable-snapshots	8	71	admin
        manageable_snapshot	summary (list)	manageable-snapshots[].reference	8	71	admin
        manageable_snapshot	summary (list)	manageable-snapshots[].size	8	71	admin
        manageable_snapshot	summary (list)	manageable-snapshots[].safe_to_manage	8	71	admin
        manageable_snapshot	summary (list)	manageable-snapshots[].source_reference	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].reference	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].size	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].safe_to_manage	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].reason_not_safe	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].extra_info	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].cinder_id	8	71	admin
        manageable_snapshot	detail (list)	manageable-snapshots[].source_reference	8	71	admin
        volume	create response	volume	0	71	caller
        volume	create response	volume.id	0	71	caller
        volume	create response	volume.status	0	71	caller
        volume	create response	volume.size	0	71	caller
        volume	create response	volume.availability_zone	0	71	caller
        volume	create response	volume.created_at	0	71	caller
        volume	create response	volume.updated_at	0	71	caller
        volume	create response	volume.name	0	71	caller
        volume	create response	volume.description	0	71	caller
        volume	create response	volume.volume_type	0	71	caller
        volume	create response	volume.snapshot_id	0	71	caller
        volume	create response	volume.source_volid	0	71	caller
        volume	create response	volume.metadata	0	71	caller
        volume	create response	volume.links	0	71	caller
        volume	create response	volume.user_id	0	71	caller
        volume	create response	volume.bootable	0	71	caller
        volume	create response	volume.encrypted	0	71	caller
        volume	create response	volume.replication_status	0	71	caller
        volume	create response	volume.consistencygroup_id	0	71	caller
        volume	create response	volume.multiattach	0	71	caller
        volume	create response	volume.attachments	0	71	caller
        volume	create response	volume.migration_status	0	71	caller
        volume	create response	volume.group_id	13	71	caller
        volume	create response	volume.provider_id	21	71	caller
        volume	create response	volume.shared_targets	48	71	caller
        volume	create response	volume.service_uuid	48	71	caller
        volume	create response	volume.cluster_name	61	71	admin
        volume	create response	volume.volume_type_id	63	71	caller
        volume	create response	volume.consumes_quota	65	71	caller
        snapshot	create response	snapshot	0	71	caller
        snapshot	create response	snapshot.id	0	71	caller
        snapshot	create response	snapshot.created_at	0	71	caller
        snapshot	create response	snapshot.updated_at	0	71	caller
        snapshot	create response	snapshot.name	0	71	caller
        snapshot	create response	snapshot.description	0	71	caller
        snapshot	create response	snapshot.volume_id	0	71	caller
        snapshot	create response	snapshot.status	0	71	caller
        snapshot	create response	snapshot.size	0	71	caller
        snapshot	create response	snapshot.metadata	0	71	caller
        snapshot	create response	snapshot.group_snapshot_id	14	71	caller
        snapshot	create response	snapshot.user_id	41	71	caller
        snapshot	create response	snapshot.consumes_quota	65	71	caller
        attachment	create response	attachment	27	71	caller
        attachment	create response	attachment.id	27	71	caller
        attachment	create response	attachment.status	27	71	caller
        attachment	create response	attachment.instance	27	71	caller
        attachment	create response	attachment.volume_id	27	71	caller
        attachment	create response	attachment.attached_at	27	71	caller
        attachment	create response	attachment.detached_at	27	71	caller
        attachment	create response	attachment.attach_mode	27	71	caller
        attachment	create response	attachment.connection_info	27	71	caller
        volume	update response	volume	0	71	caller
        volume	update response	volume.id	0	71	caller
        volume	update response	volume.status	0	71	caller
        volume	update response	volume.size	0	71	caller
        volume	update response	volume.availability_zone	0	71	caller
        volume	update response	volume.created_at	0	71	caller
        volume	update response	volume.updated_at	0	71	caller
        volume	update response	volume.name	0	71	caller
        volume	update response	volume.description	0	71	caller
        volume	update response	volume.volume_type	0	71	caller
        volume	update response	volume.snapshot_id	0	71	caller
        volume	update response	volume.source_volid	0	71	caller
        volume	update response	volume.metadata	0	71	caller
        volume	update response	volume.links	0	71	caller
        volume	update response	volume.user_id	0	71	caller
        volume	update response	volume.bootable	0	71	caller
        volume	update response	volume.encrypted	0	71	caller
        volume	update response	volume.replication_status	0	71	caller
        volume	update response	volume.consistencygroup_id	0	71	caller
        volume	update response	volume.multiattach	0	71	caller
        volume	update response	volume.attachments	0	71	caller
        volume	update response	volume.attachments[].id	0	71	caller
        volume	update response	volume.attachments[].attachment_id	0	71	caller
        volume	update response	volume.attachments[].volume_id	0	71	caller
        volume	update response	volume.attachments[].server_id	0	71	caller
        volume	update response	volume.attachments[].host_name	0	71	caller
        volume	update response	volume.attachments[].device	0	71	caller
        volume	update response	volume.attachments[].attached_at	0	71	caller
        volume	update response	volume.migration_status	0	71	caller
        volume	update response	volume.group_id	13	71	caller
        volume	update response	volume.provider_id	21	71	caller
        volume	update response	volume.shared_targets	48	71	caller
        volume	update response	volume.service_uuid	48	71	caller
        volume	update response	volume.cluster_name	61	71	admin
        volume	update response	volume.volume_type_id	63	71	caller
        volume	update response	volume.encryption_key_id	64	71	caller
        volume	update response	volume.consumes_quota	65	71	caller
        snapshot	update response	snapshot	0	71	caller
        snapshot	update response	snapshot.id	0	71	caller
        snapshot	update response	snapshot.created_at	0	71	caller
        snapshot	update response	snapshot.updated_at	0	71	caller
        snapshot	update response	snapshot.name	0	71	caller
        snapshot	update response	snapshot.description	0	71	caller
        snapshot	update response	snapshot.volume_id	0	71	caller
        snapshot	update response	snapshot.status	0	71	caller
        snapshot	update response	snapshot.size	0	71	caller
        snapshot	update response	snapshot.metadata	0	71	caller
        snapshot	update response	snapshot.group_snapshot_id	14	71	caller
        snapshot	update response	snapshot.user_id	41	71	caller
        snapshot	update response	snapshot.consumes_quota	65	71	caller
        cluster	disable response	cluster	7	71	caller
        cluster	disable response	cluster.name	7	71	caller
        cluster	disable response	cluster.binary	7	71	caller
        cluster	disable response	cluster.state	7	71	caller
        cluster	disable response	cluster.status	7	71	caller
        cluster	disable response	cluster.disabled_reason	7	71	caller
        cluster	disable response	cluster.replication_status	26	71	caller
        service	disable-log-reason response	host	0	71	caller
        service	disable-log-reason response	service	0	71	caller
        service	disable-log-reason response	binary	0	71	caller
        service	disable-log-reason response	status	0	71	caller
        service	disable-log-reason response	disabled	0	71	caller
        service	disable-log-reason response	disabled_reason	0	71	caller
        service	enable response	host	0	71	caller
        service	enable response	service	0	71	caller
        service	enable response	binary	0	71	caller
        service	enable response	status	0	71	caller
        service	enable response	disabled	0	71	caller
        volume	summary (list)	count	45	71	all
        volume	detail (list)	count	45	71	all
        snapshot	summary (list)	count	45	71	all
        snapshot	detail (list)	count	45	71	all
        """
}
