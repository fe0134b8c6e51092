// swift-format-ignore-file
// Made by scripts/generate-openapi-facts from the tables of routes and answers.

/// What routes are for, refuse and answer, for the OpenAPI document.
///
/// Fields are separated by tabs.
enum OpenAPIFacts {
    /// Method, path without names, action, statuses of refusals, purpose.
    static let routes = #"""
        GET	/			Version document, unauthenticated, always 300
        GET	/		401,406	Version document below the v3 root
        GET	/healthcheck		503	Liveness text OK; 503 DISABLED BY FILE when the disable file exists
        GET	/attachments		400,401,404,406	List attachments
        POST	/attachments		400,401,403,404,406,415,500	Reserve (and optionally connect) a volume
        GET	/attachments/detail		400,401,404,406	List attachments with connection data
        DELETE	/attachments/{}		400,401,403,404,406,409,500	Disconnect; returns remaining attachments
        GET	/attachments/{}		400,401,404,406	One attachment
        PUT	/attachments/{}		400,401,403,404,406,409,415,500	Give the connector; returns connection_info
        POST	/attachments/{}/action	os-complete	400,401,403,404,406,415	Mark attached
        GET	/backups		400,401,403,406	List backups
        POST	/backups		400,401,403,404,406,413,415,503	Back up a volume or snapshot
        GET	/backups/detail		400,401,403,406	List backups with fields
        POST	/backups/import_record		400,401,403,404,406,415,503	Recreate a backup entry from a record
        DELETE	/backups/{}		400,401,403,404,405,406	Delete a backup
        GET	/backups/{}		401,403,404,406	One backup
        PUT	/backups/{}		400,401,403,404,406,415	Change name, description (metadata 3.43)
        POST	/backups/{}/action	os-force_delete	400,401,403,404,405,406,415	Delete from any status (driver must support)
        POST	/backups/{}/action	os-reset_status	400,401,403,404,406,415	Set backup status to available or error
        GET	/backups/{}/export_record		400,401,403,404,406	Portable record of a backup
        POST	/backups/{}/restore		400,401,403,404,406,413,415,500	Restore to a new or existing volume
        GET	/capabilities/{}		401,403,404,406,502	Capabilities a backend reports
        GET	/cgsnapshots		401,403,406	List CG snapshots
        POST	/cgsnapshots		400,401,403,406,415	Snapshot a consistency group
        GET	/cgsnapshots/detail		401,403,406	List CG snapshots with fields
        DELETE	/cgsnapshots/{}		400,401,403,404,406	Delete a CG snapshot
        GET	/cgsnapshots/{}		401,403,404,406	One CG snapshot
        GET	/clusters		400,401,403,404,406	List clusters
        GET	/clusters/detail		400,401,403,404,406	List clusters with host counts and times
        PUT	/clusters/disable		400,401,403,404,406,415	Disable a cluster for scheduling
        PUT	/clusters/enable		400,401,403,404,406,415	Enable a cluster for scheduling
        GET	/clusters/{}		400,401,403,404,406	One cluster by name (query binary=, default cinder-volume)
        GET	/consistencygroups		401,403,406	List consistency groups (view over groups)
        POST	/consistencygroups		400,401,403,404,406,415	Create a consistency group
        POST	/consistencygroups/create_from_src		400,401,403,406,415,500	Clone a consistency group
        GET	/consistencygroups/detail		401,403,406	List consistency groups with fields
        DELETE	/consistencygroups/{}		400,401,403,404,406	Delete a consistency group (force in body)
        GET	/consistencygroups/{}		401,403,404,406	One consistency group
        PUT	/consistencygroups/{}		400,401,403,404,406,415	Change a consistency group
        POST	/consistencygroups/{}/delete		400,401,403,404,406,415	Delete a consistency group (force in body)
        PUT	/consistencygroups/{}/update		400,401,403,404,406,415	Change a consistency group
        GET	/default-types		401,403,404,406	All project defaults
        DELETE	/default-types/{}		401,403,404,406	Clear a project's default
        GET	/default-types/{}		401,403,404,406	One project's default
        PUT	/default-types/{}		400,401,403,404,406,415	Set a project's default volume type
        GET	/extensions		300,401,406	List loaded extensions
        GET	/extensions/{}		401,404,406	One extension by alias
        GET	/group_snapshots		400,401,403,404,406	List group snapshots
        POST	/group_snapshots		400,401,403,404,406,415	Snapshot every volume of a group
        GET	/group_snapshots/detail		400,401,403,404,406	List group snapshots with fields
        DELETE	/group_snapshots/{}		400,401,403,404,406	Delete a group snapshot
        GET	/group_snapshots/{}		400,401,403,404,406	One group snapshot
        POST	/group_snapshots/{}/action	reset_status	400,401,403,404,406,415	Overwrite group snapshot status
        GET	/group_types		401,404,406	List group types
        POST	/group_types		400,401,403,404,406,409,415	Create a group type
        GET	/group_types/{}/group_specs		401,403,404,406	Specs of a group type
        POST	/group_types/{}/group_specs		400,401,403,404,406,415	Add specs
        DELETE	/group_types/{}/group_specs/{}		401,403,404,406	Remove one spec
        GET	/group_types/{}/group_specs/{}		401,403,404,406	One spec
        PUT	/group_types/{}/group_specs/{}		400,401,403,404,406,415	Set one spec
        DELETE	/group_types/{}		400,401,403,404,406	Delete an unused group type
        GET	/group_types/{}		401,404,406	One group type; id default supported
        PUT	/group_types/{}		400,401,403,404,406,409,415,500	Change a group type
        GET	/groups		400,401,403,404,406	List groups
        POST	/groups		400,401,403,404,406,413,415,500	Create a generic volume group
        POST	/groups/action	create-from-src	400,401,403,404,406,415,500	Clone a group from a group snapshot or a group
        GET	/groups/detail		400,401,403,404,406	List groups with fields
        DELETE	/groups/{}		400,401,403,404,406	Delete a group (delete-volumes flag)
        GET	/groups/{}		400,401,403,404,406	One group
        PUT	/groups/{}		400,401,403,404,406,415	Change name/description or membership
        POST	/groups/{}/action	delete	400,401,403,404,406,415	Delete a group (delete-volumes flag)
        POST	/groups/{}/action	disable_replication	400,401,403,404,406,415	Turn off replication for a group
        POST	/groups/{}/action	enable_replication	400,401,403,404,406,415	Turn on replication for a group
        POST	/groups/{}/action	failover_replication	400,401,403,404,406,415	Fail a group over to a target
        POST	/groups/{}/action	list_replication_targets	400,401,403,404,406,415	Targets the group could fail over to
        POST	/groups/{}/action	reset_status	400,401,403,404,406,415	Overwrite group status
        GET	/limits		401,403,406	Absolute limits and usage; rate list always empty
        GET	/manageable_snapshots		400,401,403,404,406	List backend snapshots that could be managed
        POST	/manageable_snapshots		400,401,403,404,406,415	Bring a backend snapshot under management
        GET	/manageable_snapshots/detail		400,401,403,404,406	Same with reasons
        GET	/manageable_volumes		400,401,403,404,406	List backend volumes that could be managed
        POST	/manageable_volumes		400,401,403,404,406,415,500	Bring a backend volume under management
        GET	/manageable_volumes/detail		400,401,403,404,406	Same with reasons
        GET	/messages		400,401,403,404,406	List user messages
        DELETE	/messages/{}		400,401,403,404,406	Delete a user message
        GET	/messages/{}		400,401,403,404,406	One user message
        GET	/os-availability-zone		401,406	Availability zones
        GET	/os-hosts		401,403,406	List service hosts
        PUT	/os-hosts		400,401,403,406,415,500	Enable/disable a host (unimplemented upstream: 500)
        GET	/os-hosts/{}		401,403,404,406	Per-project usage on a volume host
        PUT	/os-hosts/{}		400,401,403,404,406,415,500	Enable/disable a host (unimplemented upstream: 500)
        GET	/os-quota-class-sets/{}		401,403,404,406	Quota class values
        PUT	/os-quota-class-sets/{}		400,401,403,404,406,415	Set quota class values
        DELETE	/os-quota-sets/{}		401,403,404,406	Drop project overrides
        GET	/os-quota-sets/{}		401,403,404,406	Quota limits of a project (usage=True adds usage)
        PUT	/os-quota-sets/{}		400,401,403,404,406,415	Set quotas
        GET	/os-quota-sets/{}/defaults		401,403,404,406	Default quotas
        GET	/os-services		400,401,403,406	List services (query host=, binary=)
        PUT	/os-services/disable		400,401,403,404,406,415	Disable a service
        PUT	/os-services/disable-log-reason		400,401,403,404,406,415	Disable with a reason
        PUT	/os-services/enable		400,401,403,404,406,415	Enable a service
        PUT	/os-services/failover		400,401,403,404,406,415	Fail a backend or cluster over (host or cluster, backend_id)
        PUT	/os-services/failover_host		400,401,403,404,406,415	Fail a backend over to a replication target
        PUT	/os-services/freeze		400,401,403,406,415	Freeze a backend
        PUT	/os-services/get-log		400,401,403,404,406,415	Read log levels
        PUT	/os-services/set-log		400,401,403,404,406,415	Set log levels
        PUT	/os-services/thaw		400,401,403,406,415	Unfreeze a backend
        GET	/os-snapshot-manage		400,401,403,406	List backend snapshots that could be managed
        POST	/os-snapshot-manage		400,401,403,404,406,415	Bring a backend snapshot under management
        GET	/os-snapshot-manage/detail		400,401,403,406	Same with reasons
        GET	/os-volume-manage		400,401,403,406	List backend volumes that could be managed
        POST	/os-volume-manage		400,401,403,406,415,500	Bring a backend volume under management
        GET	/os-volume-manage/detail		400,401,403,406	Same with reasons
        GET	/os-volume-transfer		401,403,406	List transfers
        POST	/os-volume-transfer		400,401,403,406,415	Offer a volume to another project; returns the auth key once
        GET	/os-volume-transfer/detail		401,403,406	List transfers with fields
        DELETE	/os-volume-transfer/{}		401,403,404,406	Withdraw the offer
        GET	/os-volume-transfer/{}		401,403,404,406	One transfer
        POST	/os-volume-transfer/{}/accept		400,401,403,404,406,413,415	Take ownership with the auth key
        GET	/qos-specs		300,401,403,406	List QoS specs
        POST	/qos-specs		400,401,403,406,409,415,500	Create
        DELETE	/qos-specs/{}		400,401,403,404,406,500	Delete (force= query)
        GET	/qos-specs/{}		400,401,403,404,405,406,413,503	One QoS spec
        PUT	/qos-specs/{}		400,401,403,404,406,415,500	Add/overwrite keys
        GET	/qos-specs/{}/associate		400,401,403,404,406,500	Bind to type vol_type_id (a GET with side effects)
        GET	/qos-specs/{}/associations		401,403,404,406,500	Types using it
        PUT	/qos-specs/{}/delete_keys		400,401,403,404,406,415	Remove keys
        GET	/qos-specs/{}/disassociate		400,401,403,404,406,500	Unbind from type (a GET with side effects)
        GET	/qos-specs/{}/disassociate_all		401,403,404,406,500	Unbind from all (a GET with side effects)
        GET	/resource_filters		401,404,406	Configured list filters (query resource=)
        GET	/scheduler-stats/get_pools		400,401,403,406	Backend pools known to the scheduler (query detail=)
        GET	/snapshots		400,401,403,406	List snapshots (already has most fields)
        POST	/snapshots		400,401,403,404,406,413,415	Snapshot a volume
        GET	/snapshots/detail		400,401,403,406	List snapshots with all fields
        DELETE	/snapshots/{}		400,401,403,404,406	Delete a snapshot
        GET	/snapshots/{}		401,403,404,406	One snapshot
        PUT	/snapshots/{}		400,401,403,404,406,415	Change name/description
        POST	/snapshots/{}/action	os-force_delete	400,401,403,404,406,415	Delete from any status
        POST	/snapshots/{}/action	os-reset_status	400,401,403,404,406,415	Overwrite snapshot status
        POST	/snapshots/{}/action	os-unmanage	400,401,403,404,406,415	Forget a snapshot, keep backend data
        POST	/snapshots/{}/action	os-update_snapshot_status	400,401,403,404,406,415	Let Nova report progress of an assisted snapshot
        GET	/snapshots/{}/metadata		401,403,404,406	Snapshot metadata
        POST	/snapshots/{}/metadata		400,401,403,404,406,413,415	Merge metadata
        PUT	/snapshots/{}/metadata		400,401,403,404,406,413,415	Replace metadata
        DELETE	/snapshots/{}/metadata/{}		401,403,404,406	Remove one metadata item
        GET	/snapshots/{}/metadata/{}		401,403,404,406	One metadata item
        PUT	/snapshots/{}/metadata/{}		400,401,403,404,406,413,415	Set one metadata item
        GET	/types		401,403,406	List volume types
        POST	/types		400,401,403,406,409,415	Create a volume type
        DELETE	/types/{}		400,401,403,404,406,500	Delete an unused type
        GET	/types/{}		401,403,404,406	One type; id default gives the effective default type
        PUT	/types/{}		400,401,403,404,406,409,415,500	Rename / redescribe / publish a type
        POST	/types/{}/action	addProjectAccess	400,401,403,404,406,409,415	Let a project use a private type
        POST	/types/{}/action	create	400,401,403,404,406,409,415	Create a volume type
        POST	/types/{}/action	delete	400,401,403,404,406,415,500	Delete an unused type
        POST	/types/{}/action	removeProjectAccess	400,401,403,404,406,415	Stop a project using a private type
        POST	/types/{}/action	update	400,401,403,404,406,409,415,500	Rename / redescribe / publish a type
        GET	/types/{}/encryption		401,403,404,406	Encryption settings of a type ({} if none)
        POST	/types/{}/encryption		400,401,403,404,406,415	Attach encryption settings to an unused type
        DELETE	/types/{}/encryption/{}		400,401,403,404,406	Remove encryption settings
        GET	/types/{}/encryption/{}		401,403,404,406	One encryption setting by key
        PUT	/types/{}/encryption/{}		400,401,403,404,406,415	Change encryption settings
        GET	/types/{}/extra_specs		401,403,404,406	All extra specs of a type
        POST	/types/{}/extra_specs		400,401,403,404,406,415	Add or overwrite extra specs (type must be unused)
        DELETE	/types/{}/extra_specs/{}		400,401,403,404,406	Remove one extra spec
        GET	/types/{}/extra_specs/{}		401,403,404,406	One extra spec
        PUT	/types/{}/extra_specs/{}		400,401,403,404,406,415	Set one extra spec
        GET	/types/{}/os-volume-type-access		401,403,404,406	Projects that may use a private type (404 for public types)
        GET	/volume-transfers		401,403,406	List transfers
        POST	/volume-transfers		400,401,403,406,415	Offer a volume to another project; returns the auth key once
        GET	/volume-transfers/detail		401,403,406	List transfers with fields
        DELETE	/volume-transfers/{}		401,403,404,406	Withdraw the offer
        GET	/volume-transfers/{}		401,403,404,406	One transfer
        POST	/volume-transfers/{}/accept		400,401,403,404,406,413,415	Take ownership with the auth key
        GET	/volumes		400,401,403,406	List own volumes, brief view
        POST	/volumes		400,401,403,404,406,409,413,415,500	Create a volume: blank, from snapshot, volume, image or (3.47) backup
        GET	/volumes/detail		400,401,403,406	List own volumes with full fields
        GET	/volumes/summary		401,403,404,406	Count and total GiB of the caller's volumes (plus distinct metadata from 3.36)
        DELETE	/volumes/{}		400,401,403,404,406	Delete; query cascade=, and force= from 3.23
        GET	/volumes/{}		401,403,404,406	One volume
        PUT	/volumes/{}		400,401,403,404,406,413,415	Change name, description, metadata
        POST	/volumes/{}/action	os-attach	400,401,403,404,406,415	Record a legacy attachment
        POST	/volumes/{}/action	os-begin_detaching	400,401,403,404,406,415	in-use to detaching
        POST	/volumes/{}/action	os-detach	400,401,403,404,406,409,415	Remove a legacy attachment
        POST	/volumes/{}/action	os-extend	400,401,403,404,406,413,415	Grow a volume (in-use allowed from 3.42)
        POST	/volumes/{}/action	os-extend_volume_completion	400,401,403,404,406,415	Finish or fail a pending online extend (called by Nova); not version-gated in code although documented as 3.71
        POST	/volumes/{}/action	os-force_delete	400,401,403,404,406,415	Delete from any status
        POST	/volumes/{}/action	os-force_detach	400,401,403,404,406,409,415,500	Terminate the connection and detach regardless of state
        POST	/volumes/{}/action	os-initialize_connection	400,401,403,404,406,415,500	Export and return connection_info for a connector
        POST	/volumes/{}/action	os-migrate_volume	400,401,403,404,406,415	Move a volume to another host#pool or (3.16) cluster
        POST	/volumes/{}/action	os-migrate_volume_completion	400,401,403,404,406,409,415	Finish or abort a migration (called by Nova after its swap)
        POST	/volumes/{}/action	os-reimage	400,401,403,404,406,409,415	Overwrite the volume with an image
        POST	/volumes/{}/action	os-reserve	400,401,403,404,406,415	available (or multiattach in-use) to attaching
        POST	/volumes/{}/action	os-reset_status	400,401,403,404,406,415	Overwrite status / attach_status / migration_status in the database
        POST	/volumes/{}/action	os-retype	400,401,403,404,406,413,415,500	Change volume type, optionally migrating
        POST	/volumes/{}/action	os-roll_detaching	400,401,403,404,406,415	detaching back to in-use; silent otherwise
        POST	/volumes/{}/action	os-set_bootable	400,401,403,404,406,415	Set the bootable flag
        POST	/volumes/{}/action	os-set_image_metadata	400,401,403,404,406,413,415	Merge image properties into the volume
        POST	/volumes/{}/action	os-show_image_metadata	400,401,403,404,406,415	Read image properties of the volume
        POST	/volumes/{}/action	os-terminate_connection	400,401,403,404,406,409,415,500	Stop an export for a connector
        POST	/volumes/{}/action	os-unmanage	400,401,403,404,406,415	Forget a volume without touching backend data
        POST	/volumes/{}/action	os-unreserve	400,401,403,404,406,415	attaching back to available / in-use; silent when not attaching
        POST	/volumes/{}/action	os-unset_image_metadata	400,401,403,404,406,415	Drop one image property by key
        POST	/volumes/{}/action	os-update_readonly_flag	400,401,403,404,406,415	Set the readonly admin flag
        POST	/volumes/{}/action	os-volume_upload_image	400,401,403,404,406,415,500	Create a Glance image from the volume
        POST	/volumes/{}/action	revert	400,401,403,404,406,409,415	Roll a volume back to its newest snapshot
        GET	/volumes/{}/encryption		401,403,404,406	Encryption data of a volume (key id, cipher, ...)
        GET	/volumes/{}/encryption/{}		401,403,404,406	One item of the encryption data; raw value, not an object
        GET	/volumes/{}/metadata		401,403,404,406	Volume metadata (ETag header from 3.15)
        POST	/volumes/{}/metadata		400,401,403,404,406,413,415	Merge metadata
        PUT	/volumes/{}/metadata		400,401,403,404,406,412,413,415	Replace metadata (If-Match honoured from 3.15)
        DELETE	/volumes/{}/metadata/{}		400,401,403,404,406	Remove one metadata item
        GET	/volumes/{}/metadata/{}		401,403,404,406	One metadata item
        PUT	/volumes/{}/metadata/{}		400,401,403,404,406,412,413,415	Set one metadata item (If-Match honoured from 3.15)
        POST	/workers/cleanup		400,401,403,404,406,415	Ask other services to clean up after dead ones
        """#

    /// Method, path without names, field, type, since, until, who sees it.
    static let answers = #"""
        GET	/		versions	array	3.0		all
        GET	/		versions[].id	uuid	3.0		all
        GET	/		versions[].status	string	3.0		all
        GET	/		versions[].version	string	3.0		all
        GET	/		versions[].min_version	string	3.0		all
        GET	/		versions[].updated	string	3.0		all
        GET	/		versions[].links	array	3.0		some
        GET	/		versions[].links[].type	string	3.0		all
        GET	/		versions[].media-types	array	3.0		all
        GET	/		versions[].media-types[].base	string	3.0		all
        GET	/		versions[].media-types[].type	string	3.0		all
        GET	/attachments		attachments	array	3.27		some
        GET	/attachments		attachments[].id	uuid	3.27		some
        GET	/attachments		attachments[].status	string	3.27		all
        GET	/attachments		attachments[].instance	null|uuid	3.27		all
        GET	/attachments		attachments[].volume_id	uuid	3.27		all
        GET	/attachments/detail		attachments	array	3.27		some
        GET	/attachments/detail		attachments[].id	uuid	3.27		some
        GET	/attachments/detail		attachments[].status	string	3.27		all
        GET	/attachments/detail		attachments[].instance	null|uuid	3.27		all
        GET	/attachments/detail		attachments[].volume_id	uuid	3.27		all
        GET	/attachments/detail		attachments[].attached_at	string	3.27		some
        GET	/attachments/detail		attachments[].detached_at	string	3.27		some
        GET	/attachments/detail		attachments[].attach_mode	null|string	3.27		all
        GET	/attachments/detail		attachments[].connection_info	object	3.27		some
        GET	/attachments/{}		attachment	object	3.27		all
        GET	/attachments/{}		attachment.id	uuid	3.27		all
        GET	/attachments/{}		attachment.status	string	3.27		all
        GET	/attachments/{}		attachment.instance	null|uuid	3.27		all
        GET	/attachments/{}		attachment.volume_id	uuid	3.27		all
        GET	/attachments/{}		attachment.attached_at	string	3.27		some
        GET	/attachments/{}		attachment.detached_at	string	3.27		some
        GET	/attachments/{}		attachment.attach_mode	null|string	3.27		all
        GET	/attachments/{}		attachment.connection_info	object	3.27		some
        GET	/backups		backups	array	3.0		some
        GET	/backups		backups[].id	uuid	3.0		some
        GET	/backups		backups[].name	null|string	3.0		some
        GET	/backups		backups[].links	array	3.0		some
        GET	/backups		count	integer	3.45		some
        GET	/backups		backups_links[].rel	string	3.0		some
        GET	/backups/detail		backups	array	3.0		some
        GET	/backups/detail		backups[].id	uuid	3.0		some
        GET	/backups/detail		backups[].status	string	3.0		some
        GET	/backups/detail		backups[].size	integer	3.0		some
        GET	/backups/detail		backups[].object_count	integer|null	3.0		some
        GET	/backups/detail		backups[].availability_zone	null|string	3.0		some
        GET	/backups/detail		backups[].container	null|string	3.0		some
        GET	/backups/detail		backups[].created_at	string	3.0		some
        GET	/backups/detail		backups[].updated_at	null|string	3.0		some
        GET	/backups/detail		backups[].name	null|string	3.0		some
        GET	/backups/detail		backups[].description	null|string	3.0		some
        GET	/backups/detail		backups[].fail_reason	null|string	3.0		some
        GET	/backups/detail		backups[].volume_id	uuid	3.0		some
        GET	/backups/detail		backups[].links	array	3.0		some
        GET	/backups/detail		backups[].is_incremental	boolean	3.0		some
        GET	/backups/detail		backups[].has_dependent_backups	boolean	3.0		some
        GET	/backups/detail		backups[].snapshot_id	null|uuid	3.0		some
        GET	/backups/detail		backups[].data_timestamp	null|string	3.0		some
        GET	/backups/detail		backups[].os-backup-project-attr:project_id	string	3.18		some
        GET	/backups/detail		backups[].metadata	object	3.43		some
        GET	/backups/detail		backups[].user_id	uuid	3.56		some
        GET	/backups/detail		backups[].encryption_key_id	uuid	3.64		some
        GET	/backups/detail		count	integer	3.45		some
        GET	/backups/detail		backups_links[].rel	string	3.0		some
        GET	/backups/{}		backup	object	3.0		all
        GET	/backups/{}		backup.id	uuid	3.0		all
        GET	/backups/{}		backup.status	string	3.0		all
        GET	/backups/{}		backup.size	integer	3.0		all
        GET	/backups/{}		backup.object_count	integer|null	3.0		all
        GET	/backups/{}		backup.availability_zone	null|string	3.0		all
        GET	/backups/{}		backup.container	null|string	3.0		all
        GET	/backups/{}		backup.created_at	string	3.0		some
        GET	/backups/{}		backup.updated_at	null|string	3.0		some
        GET	/backups/{}		backup.name	null|string	3.0		all
        GET	/backups/{}		backup.description	null|string	3.0		all
        GET	/backups/{}		backup.fail_reason	null|string	3.0		all
        GET	/backups/{}		backup.volume_id	uuid	3.0		all
        GET	/backups/{}		backup.links	array	3.0		some
        GET	/backups/{}		backup.is_incremental	boolean	3.0		all
        GET	/backups/{}		backup.has_dependent_backups	boolean	3.0		all
        GET	/backups/{}		backup.snapshot_id	null|uuid	3.0		all
        GET	/backups/{}		backup.data_timestamp	null|string	3.0		all
        GET	/backups/{}		backup.os-backup-project-attr:project_id	string	3.18		admin
        GET	/backups/{}		backup.metadata	object	3.43		some
        GET	/backups/{}		backup.user_id	uuid	3.56		admin
        GET	/backups/{}		backup.encryption_key_id	uuid	3.64		some
        GET	/backups/{}/export_record		backup-record.backup_service	string	3.0		some
        GET	/backups/{}/export_record		backup-record.backup_url	string	3.0		some
        GET	/capabilities/{}		namespace	string	3.0		admin
        GET	/capabilities/{}		vendor_name	string	3.0		admin
        GET	/capabilities/{}		volume_backend_name	string	3.0		admin
        GET	/capabilities/{}		pool_name	null	3.0		admin
        GET	/capabilities/{}		driver_version	string	3.0		admin
        GET	/capabilities/{}		storage_protocol	string	3.0		admin
        GET	/capabilities/{}		display_name	null	3.0		admin
        GET	/capabilities/{}		description	null	3.0		admin
        GET	/capabilities/{}		visibility	null	3.0		admin
        GET	/capabilities/{}		replication_targets	array	3.0		admin
        GET	/capabilities/{}		properties	object	3.0		admin
        GET	/cgsnapshots		cgsnapshots	array	3.0		all
        GET	/cgsnapshots		cgsnapshots[].id	uuid	3.0		all
        GET	/cgsnapshots		cgsnapshots[].name	null|string	3.0		all
        GET	/cgsnapshots/detail		cgsnapshots	array	3.0		all
        GET	/cgsnapshots/detail		cgsnapshots[].id	uuid	3.0		all
        GET	/cgsnapshots/detail		cgsnapshots[].consistencygroup_id	null|uuid	3.0		some
        GET	/cgsnapshots/detail		cgsnapshots[].status	string	3.0		all
        GET	/cgsnapshots/detail		cgsnapshots[].created_at	string	3.0		some
        GET	/cgsnapshots/detail		cgsnapshots[].name	null|string	3.0		all
        GET	/cgsnapshots/detail		cgsnapshots[].description	null|string	3.0		all
        GET	/cgsnapshots/{}		cgsnapshot	object	3.0		all
        GET	/cgsnapshots/{}		cgsnapshot.id	uuid	3.0		all
        GET	/cgsnapshots/{}		cgsnapshot.consistencygroup_id	null|uuid	3.0		some
        GET	/cgsnapshots/{}		cgsnapshot.status	string	3.0		all
        GET	/cgsnapshots/{}		cgsnapshot.created_at	string	3.0		some
        GET	/cgsnapshots/{}		cgsnapshot.name	null|string	3.0		all
        GET	/cgsnapshots/{}		cgsnapshot.description	null|string	3.0		all
        GET	/clusters		clusters	array	3.7		admin
        GET	/clusters		clusters[].name	string	3.7		admin
        GET	/clusters		clusters[].binary	string	3.7		admin
        GET	/clusters		clusters[].state	string	3.7		admin
        GET	/clusters		clusters[].status	string	3.7		admin
        GET	/clusters		clusters[].replication_status	null|string	3.26		admin
        GET	/clusters/detail		clusters	array	3.7		admin
        GET	/clusters/detail		clusters[].name	string	3.7		admin
        GET	/clusters/detail		clusters[].binary	string	3.7		admin
        GET	/clusters/detail		clusters[].state	string	3.7		admin
        GET	/clusters/detail		clusters[].status	string	3.7		admin
        GET	/clusters/detail		clusters[].num_hosts	integer	3.7		admin
        GET	/clusters/detail		clusters[].num_down_hosts	integer	3.7		admin
        GET	/clusters/detail		clusters[].last_heartbeat	string	3.7		some
        GET	/clusters/detail		clusters[].created_at	string	3.7		some
        GET	/clusters/detail		clusters[].updated_at	string	3.7		some
        GET	/clusters/detail		clusters[].disabled_reason	null|string	3.7		admin
        GET	/clusters/detail		clusters[].replication_status	null|string	3.26		admin
        GET	/clusters/detail		clusters[].frozen	boolean	3.26		admin
        GET	/clusters/detail		clusters[].active_backend_id	null|string	3.26		admin
        GET	/clusters/{}		cluster	object	3.7		admin
        GET	/clusters/{}		cluster.name	string	3.7		admin
        GET	/clusters/{}		cluster.binary	string	3.7		admin
        GET	/clusters/{}		cluster.state	string	3.7		admin
        GET	/clusters/{}		cluster.status	string	3.7		admin
        GET	/clusters/{}		cluster.num_hosts	integer	3.7		admin
        GET	/clusters/{}		cluster.num_down_hosts	integer	3.7		admin
        GET	/clusters/{}		cluster.last_heartbeat	string	3.7		some
        GET	/clusters/{}		cluster.created_at	string	3.7		some
        GET	/clusters/{}		cluster.updated_at	string	3.7		some
        GET	/clusters/{}		cluster.disabled_reason	null|string	3.7		admin
        GET	/clusters/{}		cluster.replication_status	null|string	3.26		admin
        GET	/clusters/{}		cluster.frozen	boolean	3.26		admin
        GET	/clusters/{}		cluster.active_backend_id	null|string	3.26		admin
        GET	/consistencygroups		consistencygroups	array	3.0		some
        GET	/consistencygroups		consistencygroups[].id	uuid	3.0		some
        GET	/consistencygroups		consistencygroups[].name	null|string	3.0		some
        GET	/consistencygroups		consistencygroup_links[].rel	string	3.0		some
        GET	/consistencygroups/detail		consistencygroups	array	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].id	uuid	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].status	string	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].availability_zone	null|string	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].created_at	string	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].name	null|string	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].description	null|string	3.0		some
        GET	/consistencygroups/detail		consistencygroups[].volume_types	array	3.0		some
        GET	/consistencygroups/detail		consistencygroup_links[].rel	string	3.0		some
        GET	/consistencygroups/{}		consistencygroup	object	3.0		all
        GET	/consistencygroups/{}		consistencygroup.id	uuid	3.0		all
        GET	/consistencygroups/{}		consistencygroup.status	string	3.0		all
        GET	/consistencygroups/{}		consistencygroup.availability_zone	null|string	3.0		all
        GET	/consistencygroups/{}		consistencygroup.created_at	string	3.0		some
        GET	/consistencygroups/{}		consistencygroup.name	null|string	3.0		all
        GET	/consistencygroups/{}		consistencygroup.description	null|string	3.0		all
        GET	/consistencygroups/{}		consistencygroup.volume_types	array	3.0		all
        GET	/default-types		default_types	array	3.62		admin
        GET	/default-types		default_types[].project_id	uuid	3.62		admin
        GET	/default-types		default_types[].volume_type_id	null|uuid	3.62		admin
        GET	/default-types/{}		default_type.project_id	uuid	3.62		admin
        GET	/default-types/{}		default_type.volume_type_id	uuid	3.62		admin
        GET	/extensions		extensions	array	3.0		all
        GET	/extensions		extensions[].name	string	3.0		all
        GET	/extensions		extensions[].alias	string	3.0		all
        GET	/extensions		extensions[].description	null|string	3.0		all
        GET	/extensions		extensions[].updated	string	3.0		all
        GET	/extensions		extensions[].links	array	3.0		some
        GET	/extensions/{}		extension	object	3.0		all
        GET	/extensions/{}		extension.name	string	3.0		all
        GET	/extensions/{}		extension.alias	string	3.0		all
        GET	/extensions/{}		extension.description	null|string	3.0		all
        GET	/extensions/{}		extension.updated	string	3.0		all
        GET	/extensions/{}		extension.links	array	3.0		some
        GET	/group_snapshots		group_snapshots	array	3.14		some
        GET	/group_snapshots		group_snapshots[].id	uuid	3.14		some
        GET	/group_snapshots		group_snapshots[].name	null|string	3.14		some
        GET	/group_snapshots		group_snapshot_links[].rel	string	3.0		some
        GET	/group_snapshots/detail		group_snapshots	array	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].id	uuid	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].group_id	null|uuid	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].group_type_id	string	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].status	string	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].created_at	string	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].name	null|string	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].description	null|string	3.14		some
        GET	/group_snapshots/detail		group_snapshots[].project_id	uuid	3.58		some
        GET	/group_snapshots/detail		group_snapshot_links[].rel	string	3.0		some
        GET	/group_snapshots/{}		group_snapshot	object	3.14		all
        GET	/group_snapshots/{}		group_snapshot.id	uuid	3.14		all
        GET	/group_snapshots/{}		group_snapshot.group_id	null|uuid	3.14		all
        GET	/group_snapshots/{}		group_snapshot.group_type_id	string	3.14		all
        GET	/group_snapshots/{}		group_snapshot.status	string	3.14		all
        GET	/group_snapshots/{}		group_snapshot.created_at	string	3.14		some
        GET	/group_snapshots/{}		group_snapshot.name	null|string	3.14		all
        GET	/group_snapshots/{}		group_snapshot.description	null|string	3.14		all
        GET	/group_snapshots/{}		group_snapshot.project_id	uuid	3.58		admin
        GET	/group_types		group_types	array	3.11		some
        GET	/group_types		group_types[].id	uuid	3.11		some
        GET	/group_types		group_types[].name	string	3.11		some
        GET	/group_types		group_types[].description	null|string	3.11		some
        GET	/group_types		group_types[].is_public	boolean	3.11		some
        GET	/group_types		group_types[].group_specs	object	3.11		some
        GET	/group_types		group_type_links[].rel	string	3.0		some
        GET	/group_types/{}		group_type	object	3.11		all
        GET	/group_types/{}		group_type.id	uuid	3.11		all
        GET	/group_types/{}		group_type.name	string	3.11		all
        GET	/group_types/{}		group_type.description	null|string	3.11		all
        GET	/group_types/{}		group_type.is_public	boolean	3.11		all
        GET	/group_types/{}		group_type.group_specs	object	3.11		some
        GET	/group_types/{}/group_specs		group_specs	object	3.11		some
        GET	/groups		groups	array	3.13		some
        GET	/groups		groups[].id	uuid	3.13		some
        GET	/groups		groups[].name	null|string	3.13		some
        GET	/groups		group_links[].rel	string	3.0		some
        GET	/groups/detail		groups	array	3.13		some
        GET	/groups/detail		groups[].id	uuid	3.13		some
        GET	/groups/detail		groups[].status	string	3.13		some
        GET	/groups/detail		groups[].availability_zone	null|string	3.13		some
        GET	/groups/detail		groups[].created_at	string	3.13		some
        GET	/groups/detail		groups[].name	null|string	3.13		some
        GET	/groups/detail		groups[].description	null|string	3.13		some
        GET	/groups/detail		groups[].group_type	string	3.13		some
        GET	/groups/detail		groups[].volume_types	array	3.13		some
        GET	/groups/detail		groups[].group_snapshot_id	null|uuid	3.14		some
        GET	/groups/detail		groups[].source_group_id	null|uuid	3.14		some
        GET	/groups/detail		groups[].volumes	array	3.25		some
        GET	/groups/detail		groups[].replication_status	null|string	3.38		some
        GET	/groups/detail		groups[].project_id	uuid	3.58		some
        GET	/groups/detail		group_links[].rel	string	3.0		some
        GET	/groups/{}		group	object	3.13		all
        GET	/groups/{}		group.id	uuid	3.13		all
        GET	/groups/{}		group.status	string	3.13		all
        GET	/groups/{}		group.availability_zone	null|string	3.13		all
        GET	/groups/{}		group.created_at	string	3.13		some
        GET	/groups/{}		group.name	null|string	3.13		all
        GET	/groups/{}		group.description	null|string	3.13		all
        GET	/groups/{}		group.group_type	string	3.13		all
        GET	/groups/{}		group.volume_types	array	3.13		all
        GET	/groups/{}		group.group_snapshot_id	null|uuid	3.14		all
        GET	/groups/{}		group.source_group_id	null|uuid	3.14		all
        GET	/groups/{}		group.volumes	array	3.25		some
        GET	/groups/{}		group.replication_status	null|string	3.38		all
        GET	/groups/{}		group.project_id	uuid	3.58		admin
        GET	/limits		limits	object	3.0		all
        GET	/limits		limits.rate	array	3.0		all
        GET	/limits		limits.absolute	object	3.0		all
        GET	/limits		limits.absolute.maxTotalVolumes	integer	3.0		all
        GET	/limits		limits.absolute.maxTotalSnapshots	integer	3.0		all
        GET	/limits		limits.absolute.maxTotalVolumeGigabytes	integer	3.0		all
        GET	/limits		limits.absolute.maxTotalBackups	integer	3.0		all
        GET	/limits		limits.absolute.maxTotalBackupGigabytes	integer	3.0		all
        GET	/limits		limits.absolute.totalVolumesUsed	integer	3.0		all
        GET	/limits		limits.absolute.totalGigabytesUsed	integer	3.0		all
        GET	/limits		limits.absolute.totalSnapshotsUsed	integer	3.0		all
        GET	/limits		limits.absolute.totalBackupsUsed	integer	3.0		all
        GET	/limits		limits.absolute.totalBackupGigabytesUsed	integer	3.0		all
        GET	/manageable_snapshots		manageable-snapshots	array	3.8		admin
        GET	/manageable_snapshots		manageable-snapshots[].reference	object	3.8		admin
        GET	/manageable_snapshots		manageable-snapshots[].size	integer	3.8		admin
        GET	/manageable_snapshots		manageable-snapshots[].safe_to_manage	boolean	3.8		admin
        GET	/manageable_snapshots		manageable-snapshots[].source_reference	object	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots	array	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].reference	object	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].size	integer	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].safe_to_manage	boolean	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].reason_not_safe	null|string	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].extra_info	any|null	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].cinder_id	null|uuid	3.8		admin
        GET	/manageable_snapshots/detail		manageable-snapshots[].source_reference	object	3.8		admin
        GET	/manageable_volumes		manageable-volumes	array	3.8		admin
        GET	/manageable_volumes		manageable-volumes[].reference	object	3.8		admin
        GET	/manageable_volumes		manageable-volumes[].size	integer	3.8		admin
        GET	/manageable_volumes		manageable-volumes[].safe_to_manage	boolean	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes	array	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes[].reference	object	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes[].size	integer	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes[].safe_to_manage	boolean	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes[].reason_not_safe	null|string	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes[].cinder_id	null|uuid	3.8		admin
        GET	/manageable_volumes/detail		manageable-volumes[].extra_info	any|null	3.8		admin
        GET	/messages		messages	array	3.3		some
        GET	/messages		messages[].id	uuid	3.3		some
        GET	/messages		messages[].event_id	string	3.3		some
        GET	/messages		messages[].user_message	string	3.3		some
        GET	/messages		messages[].message_level	string	3.3		some
        GET	/messages		messages[].created_at	string	3.3		some
        GET	/messages		messages[].guaranteed_until	string	3.3		some
        GET	/messages		messages[].request_id	string	3.3		some
        GET	/messages		messages[].links	array	3.3		some
        GET	/messages		messages[].resource_type	string	3.3		some
        GET	/messages		messages[].resource_uuid	string	3.3		some
        GET	/messages		messages_links[].rel	string	3.0		some
        GET	/messages/{}		message	object	3.3		all
        GET	/messages/{}		message.id	uuid	3.3		all
        GET	/messages/{}		message.event_id	string	3.3		all
        GET	/messages/{}		message.user_message	string	3.3		all
        GET	/messages/{}		message.message_level	string	3.3		all
        GET	/messages/{}		message.created_at	string	3.3		some
        GET	/messages/{}		message.guaranteed_until	string	3.3		some
        GET	/messages/{}		message.request_id	string	3.3		all
        GET	/messages/{}		message.links	array	3.3		some
        GET	/messages/{}		message.resource_type	string	3.3		all
        GET	/messages/{}		message.resource_uuid	string	3.3		all
        GET	/os-availability-zone		availabilityZoneInfo	array	3.0		all
        GET	/os-availability-zone		availabilityZoneInfo[].zoneName	string	3.0		all
        GET	/os-availability-zone		availabilityZoneInfo[].zoneState	object	3.0		all
        GET	/os-availability-zone		availabilityZoneInfo[].zoneState.available	boolean	3.0		all
        GET	/os-hosts		hosts	array	3.0		admin
        GET	/os-hosts		hosts[].host_name	string	3.0		admin
        GET	/os-hosts		hosts[].service	string	3.0		admin
        GET	/os-hosts		hosts[].zone	string	3.0		admin
        GET	/os-hosts		hosts[].service-status	string	3.0		admin
        GET	/os-hosts		hosts[].service-state	string	3.0		admin
        GET	/os-hosts		hosts[].last-update	string	3.0		admin
        GET	/os-hosts/{}		host	array	3.0		admin
        GET	/os-hosts/{}		host[].resource	object	3.0		admin
        GET	/os-hosts/{}		host[].resource.host	string	3.0		admin
        GET	/os-hosts/{}		host[].resource.project	string	3.0		admin
        GET	/os-hosts/{}		host[].resource.volume_count	string	3.0		admin
        GET	/os-hosts/{}		host[].resource.total_volume_gb	string	3.0		admin
        GET	/os-hosts/{}		host[].resource.snapshot_count	string	3.0		admin
        GET	/os-hosts/{}		host[].resource.total_snapshot_gb	string	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set	object	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.volumes	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.per_volume_gigabytes	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.snapshots	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.gigabytes	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.backups	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.backup_gigabytes	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.volumes_<type>	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.gigabytes_<type>	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.snapshots_<type>	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.groups	integer	3.0		admin
        GET	/os-quota-class-sets/{}		quota_class_set.id	uuid	3.0		admin
        GET	/os-quota-sets/{}		quota_set	object	3.0		all
        GET	/os-quota-sets/{}		quota_set.volumes	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.per_volume_gigabytes	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.snapshots	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.gigabytes	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.backups	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.backup_gigabytes	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.volumes_<type>	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.gigabytes_<type>	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.snapshots_<type>	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.groups	integer|object	3.0		all
        GET	/os-quota-sets/{}		quota_set.id	uuid	3.0		all
        GET	/os-quota-sets/{}		quota_set.volumes.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.volumes.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.volumes.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.per_volume_gigabytes.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.per_volume_gigabytes.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.per_volume_gigabytes.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.snapshots.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.snapshots.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.snapshots.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.gigabytes.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.gigabytes.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.gigabytes.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.backups.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.backups.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.backups.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.backup_gigabytes.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.backup_gigabytes.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.backup_gigabytes.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.volumes_<type>.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.volumes_<type>.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.volumes_<type>.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.gigabytes_<type>.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.gigabytes_<type>.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.gigabytes_<type>.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.snapshots_<type>.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.snapshots_<type>.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.snapshots_<type>.reserved	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.groups.limit	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.groups.in_use	integer	3.0		some
        GET	/os-quota-sets/{}		quota_set.groups.reserved	integer	3.0		some
        GET	/os-quota-sets/{}/defaults		quota_set	object	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.volumes	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.per_volume_gigabytes	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.snapshots	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.gigabytes	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.backups	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.backup_gigabytes	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.volumes_<type>	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.gigabytes_<type>	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.snapshots_<type>	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.groups	integer	3.0		all
        GET	/os-quota-sets/{}/defaults		quota_set.id	uuid	3.0		all
        GET	/os-services		services	array	3.0		admin
        GET	/os-services		services[].binary	string	3.0		admin
        GET	/os-services		services[].host	string	3.0		admin
        GET	/os-services		services[].zone	string	3.0		admin
        GET	/os-services		services[].status	string	3.0		admin
        GET	/os-services		services[].state	string	3.0		admin
        GET	/os-services		services[].updated_at	null|string	3.0		some
        GET	/os-services		services[].disabled_reason	null|string	3.0		admin
        GET	/os-services		services[].replication_status	null|string	3.0		admin
        GET	/os-services		services[].active_backend_id	null|string	3.0		admin
        GET	/os-services		services[].frozen	boolean	3.0		admin
        GET	/os-services		services[].cluster	null|string	3.7		some
        GET	/os-services		services[].backend_state	null|string	3.49		some
        GET	/os-volume-transfer		transfers	array	3.0		some
        GET	/os-volume-transfer		transfers[].id	uuid	3.0		some
        GET	/os-volume-transfer		transfers[].volume_id	uuid	3.0		some
        GET	/os-volume-transfer		transfers[].name	null|string	3.0		some
        GET	/os-volume-transfer		transfers[].links	array	3.0		some
        GET	/os-volume-transfer		transfers_links[].rel	string	3.0		some
        GET	/os-volume-transfer/detail		transfers	array	3.0		some
        GET	/os-volume-transfer/detail		transfers[].id	uuid	3.0		some
        GET	/os-volume-transfer/detail		transfers[].created_at	string	3.0		some
        GET	/os-volume-transfer/detail		transfers[].name	null|string	3.0		some
        GET	/os-volume-transfer/detail		transfers[].volume_id	uuid	3.0		some
        GET	/os-volume-transfer/detail		transfers[].links	array	3.0		some
        GET	/os-volume-transfer/detail		transfers[].no_snapshots	boolean	3.55		some
        GET	/os-volume-transfer/detail		transfers[].destination_project_id	null|string	3.57		some
        GET	/os-volume-transfer/detail		transfers[].source_project_id	null|string	3.57		some
        GET	/os-volume-transfer/detail		transfers[].accepted	boolean	3.57		some
        GET	/os-volume-transfer/detail		transfers_links[].rel	string	3.0		some
        GET	/os-volume-transfer/{}		transfer	object	3.0		all
        GET	/os-volume-transfer/{}		transfer.id	uuid	3.0		all
        GET	/os-volume-transfer/{}		transfer.created_at	string	3.0		some
        GET	/os-volume-transfer/{}		transfer.name	null|string	3.0		all
        GET	/os-volume-transfer/{}		transfer.volume_id	uuid	3.0		all
        GET	/os-volume-transfer/{}		transfer.links	array	3.0		some
        GET	/os-volume-transfer/{}		transfer.no_snapshots	boolean	3.55		all
        GET	/os-volume-transfer/{}		transfer.destination_project_id	null|string	3.57		all
        GET	/os-volume-transfer/{}		transfer.source_project_id	null|string	3.57		all
        GET	/os-volume-transfer/{}		transfer.accepted	boolean	3.57		all
        GET	/qos-specs		qos_specs	array	3.0		some
        GET	/qos-specs		qos_specs[].id	uuid	3.0		some
        GET	/qos-specs		qos_specs[].name	string	3.0		some
        GET	/qos-specs		qos_specs[].consumer	string	3.0		some
        GET	/qos-specs		qos_specs[].specs	object	3.0		some
        GET	/qos-specs		qos_specs[].specs.read_iops_sec	string	3.0		some
        GET	/qos-specs		qos_specs_links[].rel	string	3.0		some
        GET	/qos-specs/{}		qos_specs	object	3.0		admin
        GET	/qos-specs/{}		qos_specs.id	uuid	3.0		admin
        GET	/qos-specs/{}		qos_specs.name	string	3.0		admin
        GET	/qos-specs/{}		qos_specs.consumer	string	3.0		admin
        GET	/qos-specs/{}		qos_specs.specs	object	3.0		admin
        GET	/qos-specs/{}		qos_specs.specs.read_iops_sec	string	3.0		admin
        GET	/qos-specs/{}		links	array	3.0		some
        GET	/qos-specs/{}/associations		qos_associations	array	3.0		admin
        GET	/resource_filters		resource_filters	array	3.33		all
        GET	/resource_filters		resource_filters[].resource	string	3.33		all
        GET	/resource_filters		resource_filters[].filters	array	3.33		all
        GET	/scheduler-stats/get_pools		pools	array	3.0		admin
        GET	/scheduler-stats/get_pools		pools[].name	string	3.0		admin
        GET	/scheduler-stats/get_pools		pools[].capabilities	object	3.0		some
        GET	/snapshots		snapshots	array	3.0		some
        GET	/snapshots		snapshots[].id	uuid	3.0		some
        GET	/snapshots		snapshots[].created_at	string	3.0		some
        GET	/snapshots		snapshots[].updated_at	null|string	3.0		some
        GET	/snapshots		snapshots[].name	null|string	3.0		some
        GET	/snapshots		snapshots[].description	null|string	3.0		some
        GET	/snapshots		snapshots[].volume_id	uuid	3.0		some
        GET	/snapshots		snapshots[].status	string	3.0		some
        GET	/snapshots		snapshots[].size	integer	3.0		some
        GET	/snapshots		snapshots[].metadata	object	3.0		some
        GET	/snapshots		count	integer	3.45		some
        GET	/snapshots		snapshots_links[].rel	string	3.0		some
        GET	/snapshots/detail		snapshots	array	3.0		some
        GET	/snapshots/detail		snapshots[].id	uuid	3.0		some
        GET	/snapshots/detail		snapshots[].created_at	string	3.0		some
        GET	/snapshots/detail		snapshots[].updated_at	null|string	3.0		some
        GET	/snapshots/detail		snapshots[].name	null|string	3.0		some
        GET	/snapshots/detail		snapshots[].description	null|string	3.0		some
        GET	/snapshots/detail		snapshots[].volume_id	uuid	3.0		some
        GET	/snapshots/detail		snapshots[].status	string	3.0		some
        GET	/snapshots/detail		snapshots[].size	integer	3.0		some
        GET	/snapshots/detail		snapshots[].metadata	object	3.0		some
        GET	/snapshots/detail		snapshots[].os-extended-snapshot-attributes:project_id	string	3.0		some
        GET	/snapshots/detail		snapshots[].os-extended-snapshot-attributes:progress	null|string	3.0		some
        GET	/snapshots/detail		snapshots[].group_snapshot_id	null|uuid	3.14		some
        GET	/snapshots/detail		snapshots[].user_id	uuid	3.41		some
        GET	/snapshots/detail		snapshots[].consumes_quota	boolean	3.65		some
        GET	/snapshots/detail		count	integer	3.45		some
        GET	/snapshots/detail		snapshots_links[].rel	string	3.0		some
        GET	/snapshots/{}		snapshot	object	3.0		all
        GET	/snapshots/{}		snapshot.id	uuid	3.0		all
        GET	/snapshots/{}		snapshot.created_at	string	3.0		some
        GET	/snapshots/{}		snapshot.updated_at	null|string	3.0		some
        GET	/snapshots/{}		snapshot.name	null|string	3.0		all
        GET	/snapshots/{}		snapshot.description	null|string	3.0		all
        GET	/snapshots/{}		snapshot.volume_id	uuid	3.0		all
        GET	/snapshots/{}		snapshot.status	string	3.0		all
        GET	/snapshots/{}		snapshot.size	integer	3.0		all
        GET	/snapshots/{}		snapshot.metadata	object	3.0		some
        GET	/snapshots/{}		snapshot.os-extended-snapshot-attributes:project_id	string	3.0		all
        GET	/snapshots/{}		snapshot.os-extended-snapshot-attributes:progress	null|string	3.0		all
        GET	/snapshots/{}		snapshot.group_snapshot_id	null|uuid	3.14		all
        GET	/snapshots/{}		snapshot.user_id	uuid	3.41		all
        GET	/snapshots/{}		snapshot.consumes_quota	boolean	3.65		all
        GET	/snapshots/{}/metadata		metadata	object	3.0		some
        GET	/types		volume_types	array	3.0		some
        GET	/types		volume_types[].id	uuid	3.0		some
        GET	/types		volume_types[].name	string	3.0		some
        GET	/types		volume_types[].is_public	boolean	3.0		some
        GET	/types		volume_types[].description	null|string	3.0		some
        GET	/types		volume_types[].extra_specs	object	3.0		some
        GET	/types		volume_types[].qos_specs_id	null|uuid	3.0		some
        GET	/types		volume_types[].os-volume-type-access:is_public	boolean	3.0		some
        GET	/types		volume_type_links[].rel	string	3.0		some
        GET	/types/{}		volume_type	object	3.0		some
        GET	/types/{}		volume_type.id	uuid	3.0		all
        GET	/types/{}		volume_type.name	string	3.0		all
        GET	/types/{}		volume_type.is_public	boolean	3.0		all
        GET	/types/{}		volume_type.description	null|string	3.0		all
        GET	/types/{}		volume_type.extra_specs	object	3.0		some
        GET	/types/{}		volume_type.qos_specs_id	null|uuid	3.0		admin
        GET	/types/{}		volume_type.os-volume-type-access:is_public	boolean	3.0		all
        GET	/types/{}/encryption		encryption_id	string	3.0		admin
        GET	/types/{}/encryption		cipher	string	3.0		admin
        GET	/types/{}/encryption		key_size	integer	3.0		admin
        GET	/types/{}/encryption		provider	string	3.0		admin
        GET	/types/{}/encryption		control_location	string	3.0		admin
        GET	/types/{}/encryption		volume_type_id	null|uuid	3.0		admin
        GET	/types/{}/encryption		deleted_at	null	3.0		admin
        GET	/types/{}/encryption		deleted	boolean	3.0		admin
        GET	/types/{}/encryption		created_at	string	3.0		some
        GET	/types/{}/encryption		updated_at	null|string	3.0		some
        GET	/types/{}/encryption/{}		cipher	string	3.0		admin
        GET	/types/{}/extra_specs		extra_specs	object	3.0		some
        GET	/types/{}/os-volume-type-access		volume_type_access	array	3.0		admin
        GET	/types/{}/os-volume-type-access		volume_type_access[].volume_type_id	null|uuid	3.0		admin
        GET	/types/{}/os-volume-type-access		volume_type_access[].project_id	uuid	3.0		admin
        GET	/volume-transfers		transfers	array	3.0		some
        GET	/volume-transfers		transfers[].id	uuid	3.0		some
        GET	/volume-transfers		transfers[].volume_id	uuid	3.0		some
        GET	/volume-transfers		transfers[].name	null|string	3.0		some
        GET	/volume-transfers		transfers[].links	array	3.0		some
        GET	/volume-transfers		transfers_links[].rel	string	3.0		some
        GET	/volume-transfers/detail		transfers	array	3.0		some
        GET	/volume-transfers/detail		transfers[].id	uuid	3.0		some
        GET	/volume-transfers/detail		transfers[].created_at	string	3.0		some
        GET	/volume-transfers/detail		transfers[].name	null|string	3.0		some
        GET	/volume-transfers/detail		transfers[].volume_id	uuid	3.0		some
        GET	/volume-transfers/detail		transfers[].links	array	3.0		some
        GET	/volume-transfers/detail		transfers[].no_snapshots	boolean	3.55		some
        GET	/volume-transfers/detail		transfers[].destination_project_id	null|string	3.57		some
        GET	/volume-transfers/detail		transfers[].source_project_id	null|string	3.57		some
        GET	/volume-transfers/detail		transfers[].accepted	boolean	3.57		some
        GET	/volume-transfers/detail		transfers_links[].rel	string	3.0		some
        GET	/volume-transfers/{}		transfer	object	3.0		all
        GET	/volume-transfers/{}		transfer.id	uuid	3.0		all
        GET	/volume-transfers/{}		transfer.created_at	string	3.0		some
        GET	/volume-transfers/{}		transfer.name	null|string	3.0		all
        GET	/volume-transfers/{}		transfer.volume_id	uuid	3.0		all
        GET	/volume-transfers/{}		transfer.links	array	3.0		some
        GET	/volume-transfers/{}		transfer.no_snapshots	boolean	3.55		all
        GET	/volume-transfers/{}		transfer.destination_project_id	null|string	3.57		all
        GET	/volume-transfers/{}		transfer.source_project_id	null|string	3.57		all
        GET	/volume-transfers/{}		transfer.accepted	boolean	3.57		all
        GET	/volumes		volumes	array	3.0		some
        GET	/volumes		volumes[].id	uuid	3.0		some
        GET	/volumes		volumes[].name	null|string	3.0		some
        GET	/volumes		volumes[].links	array	3.0		some
        GET	/volumes		count	integer	3.45		some
        GET	/volumes		volumes_links[].rel	string	3.0		some
        GET	/volumes/detail		volumes	array	3.0		some
        GET	/volumes/detail		volumes[].id	uuid	3.0		some
        GET	/volumes/detail		volumes[].status	string	3.0		some
        GET	/volumes/detail		volumes[].size	integer	3.0		some
        GET	/volumes/detail		volumes[].availability_zone	null|string	3.0		some
        GET	/volumes/detail		volumes[].created_at	string	3.0		some
        GET	/volumes/detail		volumes[].updated_at	null|string	3.0		some
        GET	/volumes/detail		volumes[].name	null|string	3.0		some
        GET	/volumes/detail		volumes[].description	null|string	3.0		some
        GET	/volumes/detail		volumes[].volume_type	null|string	3.0		some
        GET	/volumes/detail		volumes[].snapshot_id	null|uuid	3.0		some
        GET	/volumes/detail		volumes[].source_volid	null|uuid	3.0		some
        GET	/volumes/detail		volumes[].metadata	object	3.0		some
        GET	/volumes/detail		volumes[].links	array	3.0		some
        GET	/volumes/detail		volumes[].user_id	uuid	3.0		some
        GET	/volumes/detail		volumes[].bootable	string	3.0		some
        GET	/volumes/detail		volumes[].encrypted	boolean	3.0		some
        GET	/volumes/detail		volumes[].replication_status	null|string	3.0		some
        GET	/volumes/detail		volumes[].consistencygroup_id	null|uuid	3.0		some
        GET	/volumes/detail		volumes[].multiattach	boolean	3.0		some
        GET	/volumes/detail		volumes[].attachments	array	3.0		some
        GET	/volumes/detail		volumes[].migration_status	null|string	3.0		some
        GET	/volumes/detail		volumes[].os-vol-tenant-attr:tenant_id	uuid	3.0		some
        GET	/volumes/detail		volumes[].os-vol-mig-status-attr:migstat	null|string	3.0		some
        GET	/volumes/detail		volumes[].os-vol-mig-status-attr:name_id	null|uuid	3.0		some
        GET	/volumes/detail		volumes[].os-vol-host-attr:host	string	3.0		some
        GET	/volumes/detail		volumes[].attachments[].id	uuid	3.0		some
        GET	/volumes/detail		volumes[].attachments[].attachment_id	uuid	3.0		some
        GET	/volumes/detail		volumes[].attachments[].volume_id	uuid	3.0		some
        GET	/volumes/detail		volumes[].attachments[].server_id	null|uuid	3.0		some
        GET	/volumes/detail		volumes[].attachments[].host_name	null|string	3.0		some
        GET	/volumes/detail		volumes[].attachments[].device	null|string	3.0		some
        GET	/volumes/detail		volumes[].attachments[].attached_at	string	3.0		some
        GET	/volumes/detail		volumes[].volume_image_metadata	object	3.0		some
        GET	/volumes/detail		volumes[].group_id	null|uuid	3.13		some
        GET	/volumes/detail		volumes[].provider_id	null|string	3.21		some
        GET	/volumes/detail		volumes[].shared_targets	boolean|null	3.48		some
        GET	/volumes/detail		volumes[].service_uuid	null|uuid	3.48		some
        GET	/volumes/detail		volumes[].cluster_name	null|string	3.61		some
        GET	/volumes/detail		volumes[].volume_type_id	null|uuid	3.63		some
        GET	/volumes/detail		volumes[].encryption_key_id	uuid	3.64		some
        GET	/volumes/detail		volumes[].consumes_quota	boolean	3.65		some
        GET	/volumes/detail		count	integer	3.45		some
        GET	/volumes/detail		volumes_links[].rel	string	3.0		some
        GET	/volumes/summary		volume-summary	object	3.12		all
        GET	/volumes/summary		volume-summary.total_count	integer	3.12		all
        GET	/volumes/summary		volume-summary.total_size	integer	3.12		all
        GET	/volumes/summary		volume-summary.metadata	object	3.36		some
        GET	/volumes/{}		volume	object	3.0		all
        GET	/volumes/{}		volume.id	uuid	3.0		all
        GET	/volumes/{}		volume.status	string	3.0		some
        GET	/volumes/{}		volume.size	integer	3.0		all
        GET	/volumes/{}		volume.availability_zone	null|string	3.0		all
        GET	/volumes/{}		volume.created_at	string	3.0		some
        GET	/volumes/{}		volume.updated_at	null|string	3.0		some
        GET	/volumes/{}		volume.name	null|string	3.0		all
        GET	/volumes/{}		volume.description	null|string	3.0		all
        GET	/volumes/{}		volume.volume_type	null|string	3.0		some
        GET	/volumes/{}		volume.snapshot_id	null|uuid	3.0		all
        GET	/volumes/{}		volume.source_volid	null|uuid	3.0		all
        GET	/volumes/{}		volume.metadata	object	3.0		some
        GET	/volumes/{}		volume.links	array	3.0		some
        GET	/volumes/{}		volume.user_id	uuid	3.0		all
        GET	/volumes/{}		volume.bootable	string	3.0		some
        GET	/volumes/{}		volume.encrypted	boolean	3.0		all
        GET	/volumes/{}		volume.replication_status	null|string	3.0		all
        GET	/volumes/{}		volume.consistencygroup_id	null|uuid	3.0		some
        GET	/volumes/{}		volume.multiattach	boolean	3.0		all
        GET	/volumes/{}		volume.attachments	array	3.0		some
        GET	/volumes/{}		volume.attachments[].id	uuid	3.0		some
        GET	/volumes/{}		volume.attachments[].attachment_id	uuid	3.0		all
        GET	/volumes/{}		volume.attachments[].volume_id	uuid	3.0		all
        GET	/volumes/{}		volume.attachments[].server_id	null|uuid	3.0		all
        GET	/volumes/{}		volume.attachments[].host_name	null|string	3.0		some
        GET	/volumes/{}		volume.attachments[].device	null|string	3.0		all
        GET	/volumes/{}		volume.attachments[].attached_at	string	3.0		some
        GET	/volumes/{}		volume.migration_status	null|string	3.0		admin
        GET	/volumes/{}		volume.os-vol-tenant-attr:tenant_id	uuid	3.0		all
        GET	/volumes/{}		volume.os-vol-mig-status-attr:migstat	null|string	3.0		admin
        GET	/volumes/{}		volume.os-vol-mig-status-attr:name_id	null|uuid	3.0		admin
        GET	/volumes/{}		volume.os-vol-host-attr:host	string	3.0		admin
        GET	/volumes/{}		volume.volume_image_metadata	object	3.0		some
        GET	/volumes/{}		volume.group_id	null|uuid	3.13		all
        GET	/volumes/{}		volume.provider_id	null|string	3.21		admin
        GET	/volumes/{}		volume.shared_targets	boolean|null	3.48		some
        GET	/volumes/{}		volume.service_uuid	null|uuid	3.48		all
        GET	/volumes/{}		volume.cluster_name	null|string	3.61		admin
        GET	/volumes/{}		volume.volume_type_id	null|uuid	3.63		all
        GET	/volumes/{}		volume.encryption_key_id	uuid	3.64		some
        GET	/volumes/{}		volume.consumes_quota	boolean	3.65		all
        GET	/volumes/{}/encryption		encryption_key_id	uuid	3.0		some
        GET	/volumes/{}/encryption		cipher	null|string	3.0		some
        GET	/volumes/{}/encryption		key_size	integer|null	3.0		some
        GET	/volumes/{}/encryption		provider	string	3.0		some
        GET	/volumes/{}/encryption		control_location	string	3.0		some
        GET	/volumes/{}/metadata		metadata	object	3.0		some
        POST	/attachments		attachment	object	3.27		caller
        POST	/attachments		attachment.id	uuid	3.27		caller
        POST	/attachments		attachment.status	string	3.27		caller
        POST	/attachments		attachment.instance	null|uuid	3.27		caller
        POST	/attachments		attachment.volume_id	uuid	3.27		caller
        POST	/attachments		attachment.attached_at	string	3.27		some
        POST	/attachments		attachment.detached_at	string	3.27		some
        POST	/attachments		attachment.attach_mode	null|string	3.27		caller
        POST	/attachments		attachment.connection_info	object	3.27		some
        POST	/backups		backup	object	3.0		caller
        POST	/backups		backup.id	uuid	3.0		caller
        POST	/backups		backup.name	null|string	3.0		caller
        POST	/backups		backup.links	array	3.0		some
        POST	/backups/{}/restore		restore.backup_id	uuid	3.0		all
        POST	/backups/{}/restore		restore.volume_id	uuid	3.0		all
        POST	/backups/{}/restore		restore.volume_name	null|string	3.0		all
        POST	/group_types		group_type	object	3.11		caller
        POST	/group_types		group_type.id	uuid	3.11		caller
        POST	/group_types		group_type.name	string	3.11		caller
        POST	/group_types		group_type.description	null|string	3.11		caller
        POST	/group_types		group_type.is_public	boolean	3.11		caller
        POST	/group_types		group_type.group_specs	object	3.11		some
        POST	/groups		group	object	3.13		caller
        POST	/groups		group.id	uuid	3.13		caller
        POST	/groups		group.name	null|string	3.13		caller
        POST	/groups/{}/action		replication_targets[].backend_id	string	3.38		some
        POST	/os-volume-transfer		transfer.auth_key	string	3.0		some
        POST	/os-volume-transfer/{}/accept		transfer.id	uuid	3.0		some
        POST	/os-volume-transfer/{}/accept		transfer.volume_id	uuid	3.0		some
        POST	/os-volume-transfer/{}/accept		transfer.name	null|string	3.0		some
        POST	/os-volume-transfer/{}/accept		transfer.links	array	3.0		some
        POST	/qos-specs		qos_specs	object	3.0		caller
        POST	/qos-specs		qos_specs.id	uuid	3.0		caller
        POST	/qos-specs		qos_specs.name	string	3.0		caller
        POST	/qos-specs		qos_specs.consumer	string	3.0		caller
        POST	/qos-specs		qos_specs.specs	object	3.0		caller
        POST	/qos-specs		qos_specs.specs.a	string	3.0		caller
        POST	/qos-specs		links	array	3.0		some
        POST	/snapshots		snapshot	object	3.0		caller
        POST	/snapshots		snapshot.id	uuid	3.0		caller
        POST	/snapshots		snapshot.created_at	string	3.0		some
        POST	/snapshots		snapshot.updated_at	null|string	3.0		some
        POST	/snapshots		snapshot.name	null|string	3.0		caller
        POST	/snapshots		snapshot.description	null|string	3.0		caller
        POST	/snapshots		snapshot.volume_id	uuid	3.0		caller
        POST	/snapshots		snapshot.status	string	3.0		caller
        POST	/snapshots		snapshot.size	integer	3.0		caller
        POST	/snapshots		snapshot.metadata	object	3.0		some
        POST	/snapshots		snapshot.group_snapshot_id	null|uuid	3.14		caller
        POST	/snapshots		snapshot.user_id	uuid	3.41		caller
        POST	/snapshots		snapshot.consumes_quota	boolean	3.65		caller
        POST	/types		volume_type	object	3.0		some
        POST	/types		volume_type.id	uuid	3.0		caller
        POST	/types		volume_type.name	string	3.0		caller
        POST	/types		volume_type.is_public	boolean	3.0		caller
        POST	/types		volume_type.extra_specs	object	3.0		some
        POST	/types		volume_type.description	null|string	3.0		caller
        POST	/types		volume_type.os-volume-type-access:is_public	boolean	3.0		caller
        POST	/types/{}/encryption		encryption.cipher	null|string	3.0		some
        POST	/types/{}/encryption		encryption.key_size	integer|null	3.0		some
        POST	/types/{}/encryption		encryption.provider	string	3.0		some
        POST	/types/{}/encryption		encryption.control_location	string	3.0		some
        POST	/types/{}/encryption		encryption.volume_type_id	uuid	3.0		some
        POST	/types/{}/encryption		encryption.encryption_id	uuid	3.0		some
        POST	/volume-transfers		transfer.auth_key	string	3.0		some
        POST	/volume-transfers/{}/accept		transfer.id	uuid	3.0		all
        POST	/volume-transfers/{}/accept		transfer.volume_id	uuid	3.0		all
        POST	/volume-transfers/{}/accept		transfer.name	null|string	3.0		all
        POST	/volume-transfers/{}/accept		transfer.links	array	3.0		all
        POST	/volumes		volume	object	3.0		caller
        POST	/volumes		volume.id	uuid	3.0		caller
        POST	/volumes		volume.status	string	3.0		some
        POST	/volumes		volume.size	integer	3.0		caller
        POST	/volumes		volume.availability_zone	null|string	3.0		caller
        POST	/volumes		volume.created_at	string	3.0		some
        POST	/volumes		volume.updated_at	null|string	3.0		some
        POST	/volumes		volume.name	null|string	3.0		caller
        POST	/volumes		volume.description	null|string	3.0		caller
        POST	/volumes		volume.volume_type	null|string	3.0		some
        POST	/volumes		volume.snapshot_id	null|uuid	3.0		caller
        POST	/volumes		volume.source_volid	null|uuid	3.0		caller
        POST	/volumes		volume.metadata	object	3.0		some
        POST	/volumes		volume.links	array	3.0		some
        POST	/volumes		volume.user_id	uuid	3.0		caller
        POST	/volumes		volume.bootable	string	3.0		some
        POST	/volumes		volume.encrypted	boolean	3.0		caller
        POST	/volumes		volume.replication_status	null|string	3.0		caller
        POST	/volumes		volume.consistencygroup_id	null|uuid	3.0		some
        POST	/volumes		volume.multiattach	boolean	3.0		caller
        POST	/volumes		volume.attachments	array	3.0		some
        POST	/volumes		volume.migration_status	null|string	3.0		caller
        POST	/volumes		volume.group_id	null|uuid	3.13		caller
        POST	/volumes		volume.provider_id	null|string	3.21		caller
        POST	/volumes		volume.shared_targets	boolean|null	3.48		some
        POST	/volumes		volume.service_uuid	null|uuid	3.48		caller
        POST	/volumes		volume.cluster_name	null|string	3.61		admin
        POST	/volumes		volume.volume_type_id	null|uuid	3.63		caller
        POST	/volumes		volume.consumes_quota	boolean	3.65		caller
        POST	/volumes/{}/action	os-initialize_connection	connection_info	object	3.0		some
        POST	/volumes/{}/action	os-migrate_volume_completion	save_volume_id	uuid	3.0		admin
        POST	/volumes/{}/action	os-show_image_metadata	metadata	object	3.0		some
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.id	uuid	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.updated_at	null|string	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.status	string	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.display_description	null|string	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.size	integer	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.volume_type	null|object	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.image_id	uuid	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.container_format	string	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.disk_format	string	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.image_name	null|string	3.0		all
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.protected	boolean	3.1		some
        POST	/volumes/{}/action	os-volume_upload_image	os-volume_upload_image.visibility	string	3.1		some
        POST	/workers/cleanup		cleaning[].id	integer	3.24		admin
        POST	/workers/cleanup		cleaning[].host	string	3.24		admin
        POST	/workers/cleanup		cleaning[].binary	string	3.24		admin
        POST	/workers/cleanup		cleaning[].cluster_name	null|string	3.24		admin
        POST	/workers/cleanup		unavailable[].id	integer	3.24		admin
        POST	/workers/cleanup		unavailable[].host	string	3.24		admin
        POST	/workers/cleanup		unavailable[].binary	string	3.24		admin
        POST	/workers/cleanup		unavailable[].cluster_name	null|string	3.24		admin
        PUT	/attachments/{}		attachment	object	3.27		all
        PUT	/attachments/{}		attachment.id	uuid	3.27		some
        PUT	/attachments/{}		attachment.status	string	3.27		some
        PUT	/attachments/{}		attachment.instance	null|uuid	3.27		some
        PUT	/attachments/{}		attachment.volume_id	uuid	3.27		some
        PUT	/attachments/{}		attachment.attached_at	string	3.27		some
        PUT	/attachments/{}		attachment.detached_at	string	3.27		some
        PUT	/attachments/{}		attachment.attach_mode	null|string	3.27		some
        PUT	/attachments/{}		attachment.connection_info	object	3.27		some
        PUT	/backups/{}		backup	object	3.9		caller
        PUT	/backups/{}		backup.id	uuid	3.9		caller
        PUT	/backups/{}		backup.name	null|string	3.9		caller
        PUT	/backups/{}		backup.links	array	3.9		some
        PUT	/clusters/disable		cluster	object	3.7		caller
        PUT	/clusters/disable		cluster.name	string	3.7		caller
        PUT	/clusters/disable		cluster.binary	string	3.7		caller
        PUT	/clusters/disable		cluster.state	string	3.7		caller
        PUT	/clusters/disable		cluster.status	string	3.7		caller
        PUT	/clusters/disable		cluster.disabled_reason	null|string	3.7		caller
        PUT	/clusters/disable		cluster.replication_status	null|string	3.26		caller
        PUT	/os-quota-class-sets/{}		quota_class_set	object	3.0		admin
        PUT	/os-quota-class-sets/{}		quota_class_set.volumes	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.per_volume_gigabytes	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.snapshots	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.gigabytes	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.backups	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.backup_gigabytes	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.volumes_<type>	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.gigabytes_<type>	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.snapshots_<type>	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.groups	integer	3.0		some
        PUT	/os-quota-class-sets/{}		quota_class_set.id	uuid	3.0		some
        PUT	/os-quota-sets/{}		quota_set	object	3.0		all
        PUT	/os-quota-sets/{}		quota_set.volumes	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.per_volume_gigabytes	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backups	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backup_gigabytes	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes_<type>	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes_<type>	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots_<type>	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.groups	integer|object	3.0		some
        PUT	/os-quota-sets/{}		quota_set.id	uuid	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.per_volume_gigabytes.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.per_volume_gigabytes.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.per_volume_gigabytes.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backups.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backups.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backups.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backup_gigabytes.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backup_gigabytes.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.backup_gigabytes.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes_<type>.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes_<type>.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.volumes_<type>.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes_<type>.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes_<type>.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.gigabytes_<type>.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots_<type>.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots_<type>.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.snapshots_<type>.reserved	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.groups.limit	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.groups.in_use	integer	3.0		some
        PUT	/os-quota-sets/{}		quota_set.groups.reserved	integer	3.0		some
        PUT	/os-services/disable		host	string	3.0		caller
        PUT	/os-services/disable		service	string	3.0		caller
        PUT	/os-services/disable		binary	string	3.0		caller
        PUT	/os-services/disable		status	string	3.0		caller
        PUT	/os-services/disable		disabled	boolean	3.0		caller
        PUT	/os-services/disable-log-reason		host	string	3.0		caller
        PUT	/os-services/disable-log-reason		service	string	3.0		caller
        PUT	/os-services/disable-log-reason		binary	string	3.0		caller
        PUT	/os-services/disable-log-reason		status	string	3.0		caller
        PUT	/os-services/disable-log-reason		disabled	boolean	3.0		caller
        PUT	/os-services/disable-log-reason		disabled_reason	string	3.0		caller
        PUT	/os-services/enable		host	string	3.0		caller
        PUT	/os-services/enable		service	string	3.0		caller
        PUT	/os-services/enable		binary	string	3.0		caller
        PUT	/os-services/enable		status	string	3.0		caller
        PUT	/os-services/enable		disabled	boolean	3.0		caller
        PUT	/os-services/get-log		log_levels[].host	string	3.32		admin
        PUT	/os-services/get-log		log_levels[].binary	string	3.32		admin
        PUT	/os-services/get-log		log_levels[].levels	object	3.32		some
        PUT	/snapshots/{}		snapshot	object	3.0		caller
        PUT	/snapshots/{}		snapshot.id	uuid	3.0		caller
        PUT	/snapshots/{}		snapshot.created_at	string	3.0		some
        PUT	/snapshots/{}		snapshot.updated_at	null|string	3.0		some
        PUT	/snapshots/{}		snapshot.name	null|string	3.0		caller
        PUT	/snapshots/{}		snapshot.description	null|string	3.0		caller
        PUT	/snapshots/{}		snapshot.volume_id	uuid	3.0		caller
        PUT	/snapshots/{}		snapshot.status	string	3.0		caller
        PUT	/snapshots/{}		snapshot.size	integer	3.0		caller
        PUT	/snapshots/{}		snapshot.metadata	object	3.0		some
        PUT	/snapshots/{}		snapshot.group_snapshot_id	null|uuid	3.14		caller
        PUT	/snapshots/{}		snapshot.user_id	uuid	3.41		caller
        PUT	/snapshots/{}		snapshot.consumes_quota	boolean	3.65		caller
        PUT	/types/{}		volume_type	object	3.0		some
        PUT	/types/{}		volume_type.id	uuid	3.0		some
        PUT	/types/{}		volume_type.name	string	3.0		some
        PUT	/types/{}		volume_type.is_public	boolean	3.0		some
        PUT	/types/{}		volume_type.description	null|string	3.0		some
        PUT	/types/{}		volume_type.extra_specs	object	3.0		some
        PUT	/types/{}		volume_type.qos_specs_id	null|uuid	3.0		some
        PUT	/types/{}		volume_type.os-volume-type-access:is_public	boolean	3.0		some
        PUT	/volumes/{}		volume	object	3.0		caller
        PUT	/volumes/{}		volume.id	uuid	3.0		caller
        PUT	/volumes/{}		volume.status	string	3.0		some
        PUT	/volumes/{}		volume.size	integer	3.0		caller
        PUT	/volumes/{}		volume.availability_zone	null|string	3.0		caller
        PUT	/volumes/{}		volume.created_at	string	3.0		some
        PUT	/volumes/{}		volume.updated_at	null|string	3.0		some
        PUT	/volumes/{}		volume.name	null|string	3.0		caller
        PUT	/volumes/{}		volume.description	null|string	3.0		caller
        PUT	/volumes/{}		volume.volume_type	null|string	3.0		some
        PUT	/volumes/{}		volume.snapshot_id	null|uuid	3.0		caller
        PUT	/volumes/{}		volume.source_volid	null|uuid	3.0		caller
        PUT	/volumes/{}		volume.metadata	object	3.0		some
        PUT	/volumes/{}		volume.links	array	3.0		some
        PUT	/volumes/{}		volume.user_id	uuid	3.0		caller
        PUT	/volumes/{}		volume.bootable	string	3.0		some
        PUT	/volumes/{}		volume.encrypted	boolean	3.0		caller
        PUT	/volumes/{}		volume.replication_status	null|string	3.0		caller
        PUT	/volumes/{}		volume.consistencygroup_id	null|uuid	3.0		some
        PUT	/volumes/{}		volume.multiattach	boolean	3.0		caller
        PUT	/volumes/{}		volume.attachments	array	3.0		some
        PUT	/volumes/{}		volume.attachments[].id	uuid	3.0		some
        PUT	/volumes/{}		volume.attachments[].attachment_id	uuid	3.0		caller
        PUT	/volumes/{}		volume.attachments[].volume_id	uuid	3.0		caller
        PUT	/volumes/{}		volume.attachments[].server_id	null|uuid	3.0		caller
        PUT	/volumes/{}		volume.attachments[].host_name	null|string	3.0		some
        PUT	/volumes/{}		volume.attachments[].device	null|string	3.0		caller
        PUT	/volumes/{}		volume.attachments[].attached_at	string	3.0		some
        PUT	/volumes/{}		volume.migration_status	null|string	3.0		caller
        PUT	/volumes/{}		volume.group_id	null|uuid	3.13		caller
        PUT	/volumes/{}		volume.provider_id	null|string	3.21		caller
        PUT	/volumes/{}		volume.shared_targets	boolean|null	3.48		some
        PUT	/volumes/{}		volume.service_uuid	null|uuid	3.48		caller
        PUT	/volumes/{}		volume.cluster_name	null|string	3.61		admin
        PUT	/volumes/{}		volume.volume_type_id	null|uuid	3.63		caller
        PUT	/volumes/{}		volume.encryption_key_id	uuid	3.64		some
        PUT	/volumes/{}		volume.consumes_quota	boolean	3.65		caller
        """#
}
