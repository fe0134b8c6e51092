/// The tables of the first release.
///
/// Moments are text `YYYY-MM-DDTHH:MM:SS.ffffff`, maps are JSON objects in text, truth values are 0 and 1. Text sorts by its
/// bytes (PostgreSQL: collation C). Deletion is real, so no table has a `deleted` column.
///
/// A listing sorts by a key, then by creation, then by id, as the field does; each index of a listing is (scope, key, created_at, id), so
/// that it serves the sort by that key and, with the key fixed, the filter on it in the default order. Keys that may be null are indexed as
/// `COALESCE(key, '')`, which the engines order alike.
enum InitialSchema {
    static let statements: [String] = types + volumes + snapshots + attachments + services + quotas + exports + requests + flows

    private static let types = [
        """
        CREATE TABLE volume_types (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            description TEXT,
            is_public BIGINT NOT NULL,
            extra_specs TEXT NOT NULL,
            qos_specs_id TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT
        )
        """,
        """
        CREATE TABLE volume_type_projects (
            volume_type_id TEXT NOT NULL REFERENCES volume_types (id) ON DELETE CASCADE,
            project_id TEXT NOT NULL,
            PRIMARY KEY (volume_type_id, project_id)
        )
        """,
        "CREATE INDEX volume_type_projects_by_project ON volume_type_projects (project_id, volume_type_id)",
        """
        INSERT INTO volume_types (id, name, description, is_public, extra_specs, created_at)
        VALUES ('{uuid}', '__DEFAULT__', 'For volumes that are created without a type', 1, '{}', '{now}')
        """,
    ]

    private static let volumes =
        [
            """
            CREATE TABLE volumes (
                id TEXT PRIMARY KEY,
                project_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                created_at TEXT NOT NULL,
                updated_at TEXT,
                name TEXT,
                description TEXT,
                size BIGINT NOT NULL,
                extending_to BIGINT,
                status TEXT NOT NULL,
                attach_status TEXT NOT NULL,
                previous_status TEXT,
                migration_status TEXT,
                replication_status TEXT,
                availability_zone TEXT,
                host TEXT,
                volume_type_id TEXT,
                bootable BIGINT NOT NULL,
                encrypted BIGINT NOT NULL,
                multiattach BIGINT NOT NULL,
                snapshot_id TEXT,
                source_volid TEXT,
                group_id TEXT,
                metadata TEXT NOT NULL,
                admin_metadata TEXT NOT NULL,
                image_metadata TEXT NOT NULL,
                provider_id TEXT,
                provider_location TEXT,
                shares_targets BIGINT,
                service_id TEXT,
                cluster_name TEXT,
                name_id TEXT,
                consumes_quota BIGINT NOT NULL,
                scheduled_at TEXT,
                launched_at TEXT,
                terminated_at TEXT
            )
            """
        ] + listing(of: "volumes", keys: volumeKeys) + [
            "CREATE INDEX volumes_usage ON volumes (project_id, consumes_quota, volume_type_id, size, extending_to)",
            "CREATE INDEX volumes_by_host ON volumes (host, size)",
            "CREATE INDEX volumes_placed ON volumes (host, scheduled_at, size)",
            "CREATE INDEX volumes_by_snapshot ON volumes (snapshot_id) WHERE snapshot_id IS NOT NULL",
            "CREATE INDEX volumes_by_source ON volumes (source_volid) WHERE source_volid IS NOT NULL",
            "CREATE INDEX volumes_by_group ON volumes (group_id) WHERE group_id IS NOT NULL",
        ]

    private static let snapshots =
        [
            """
            CREATE TABLE snapshots (
                id TEXT PRIMARY KEY,
                volume_id TEXT NOT NULL REFERENCES volumes (id),
                project_id TEXT NOT NULL,
                user_id TEXT NOT NULL,
                created_at TEXT NOT NULL,
                updated_at TEXT,
                name TEXT,
                description TEXT,
                size BIGINT NOT NULL,
                status TEXT NOT NULL,
                progress TEXT,
                volume_type_id TEXT,
                group_snapshot_id TEXT,
                metadata TEXT NOT NULL,
                provider_id TEXT,
                provider_location TEXT,
                consumes_quota BIGINT NOT NULL
            )
            """
        ] + listing(of: "snapshots", keys: snapshotKeys) + [
            "CREATE INDEX snapshots_usage ON snapshots (project_id, consumes_quota, volume_type_id, size)"
        ]

    private static let attachments =
        [
            """
            CREATE TABLE attachments (
                id TEXT PRIMARY KEY,
                volume_id TEXT NOT NULL REFERENCES volumes (id),
                project_id TEXT NOT NULL,
                status TEXT NOT NULL,
                instance_id TEXT,
                attached_host TEXT,
                mountpoint TEXT,
                mode TEXT,
                created_at TEXT NOT NULL,
                updated_at TEXT,
                attached_at TEXT,
                detached_at TEXT,
                connector TEXT,
                connection_info TEXT
            )
            """
        ] + listing(of: "attachments", keys: attachmentKeys)

    private static let services = [
        """
        CREATE TABLE services (
            id TEXT PRIMARY KEY,
            binary_name TEXT NOT NULL,
            host TEXT NOT NULL,
            availability_zone TEXT NOT NULL,
            disabled BIGINT NOT NULL,
            disabled_reason TEXT,
            frozen BIGINT NOT NULL,
            replication_status TEXT,
            active_backend_id TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT,
            UNIQUE (binary_name, host)
        )
        """,
        """
        CREATE TABLE pools (
            address TEXT PRIMARY KEY,
            service_host TEXT NOT NULL,
            statistics TEXT NOT NULL,
            reported_at TEXT NOT NULL
        )
        """,
        "CREATE INDEX pools_by_service ON pools (service_host)",
    ]

    private static let quotas = [
        """
        CREATE TABLE quotas (
            project_id TEXT NOT NULL,
            resource TEXT NOT NULL,
            hard_limit BIGINT NOT NULL,
            PRIMARY KEY (project_id, resource)
        )
        """,
        """
        CREATE TABLE quota_classes (
            class_name TEXT NOT NULL,
            resource TEXT NOT NULL,
            hard_limit BIGINT NOT NULL,
            PRIMARY KEY (class_name, resource)
        )
        """,
    ]

    private static let exports = [
        """
        CREATE TABLE exports (
            volume_id TEXT PRIMARY KEY REFERENCES volumes (id),
            number BIGINT NOT NULL UNIQUE,
            chap_user TEXT NOT NULL,
            chap_secret TEXT NOT NULL,
            connectors TEXT NOT NULL DEFAULT '[]',
            created_at TEXT NOT NULL
        )
        """,
        // Numbers that were used and are free, or will be when their quarantine is over.
        "CREATE TABLE target_numbers (number BIGINT PRIMARY KEY, released_at TEXT NOT NULL)",
    ]

    private static let requests =
        [
            """
            CREATE TABLE messages (
                id TEXT PRIMARY KEY,
                project_id TEXT NOT NULL,
                request_id TEXT,
                resource_type TEXT NOT NULL,
                resource_id TEXT NOT NULL,
                action_id TEXT NOT NULL,
                detail_id TEXT NOT NULL,
                text TEXT NOT NULL,
                created_at TEXT NOT NULL,
                expires_at TEXT NOT NULL
            )
            """
        ] + listing(of: "messages", keys: messageKeys) + [
            """
            CREATE TABLE idempotency_keys (
                project_id TEXT NOT NULL,
                key TEXT NOT NULL,
                fingerprint TEXT NOT NULL,
                state TEXT NOT NULL,
                instance TEXT NOT NULL,
                status BIGINT,
                headers TEXT,
                body TEXT,
                created_at TEXT NOT NULL,
                PRIMARY KEY (project_id, key)
            )
            """,
            "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)",
        ]

    private static let flows = [
        """
        CREATE TABLE flows (
            sequence {identity},
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            version BIGINT NOT NULL,
            resource_type TEXT NOT NULL,
            resource_id TEXT NOT NULL,
            project_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            request_id TEXT NOT NULL,
            idempotency_key TEXT,
            trace_context TEXT,
            state TEXT NOT NULL,
            station TEXT NOT NULL,
            owner TEXT,
            generation BIGINT NOT NULL,
            lease_until TEXT,
            run_after TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            input TEXT NOT NULL,
            memo TEXT NOT NULL,
            progress_done BIGINT,
            progress_total BIGINT,
            progress_unit TEXT,
            cancel_requested BIGINT NOT NULL,
            error TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            finished_at TEXT
        )
        """,
        "CREATE INDEX flows_due ON flows (state, run_after)",
        "CREATE INDEX flows_by_resource ON flows (resource_id, sequence)",
        "CREATE INDEX flows_by_project ON flows (project_id, sequence)",
        "CREATE INDEX flows_by_key ON flows (project_id, idempotency_key) WHERE idempotency_key IS NOT NULL",
        "CREATE INDEX flows_owned ON flows (owner) WHERE owner IS NOT NULL",
        "CREATE INDEX flows_finished ON flows (finished_at) WHERE finished_at IS NOT NULL",
        """
        CREATE TABLE flow_steps (
            flow_id TEXT NOT NULL,
            position BIGINT NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            result TEXT,
            error TEXT,
            started_at TEXT NOT NULL,
            ended_at TEXT,
            PRIMARY KEY (flow_id, position)
        )
        """,
        """
        CREATE TABLE flow_locks (
            name TEXT NOT NULL,
            flow_sequence BIGINT NOT NULL,
            exclusive BIGINT NOT NULL,
            PRIMARY KEY (name, flow_sequence)
        )
        """,
        "CREATE INDEX flow_locks_by_flow ON flow_locks (flow_sequence)",
    ]

    private static let volumeKeys = [
        ("name", "COALESCE(name, '')"),
        ("status", "status"),
        ("size", "size"),
        ("zone", "COALESCE(availability_zone, '')"),
        ("bootable", "bootable"),
        ("type", "COALESCE(volume_type_id, '')"),
        ("update", "COALESCE(updated_at, '')"),
    ]

    private static let snapshotKeys = [
        ("name", "COALESCE(name, '')"),
        ("status", "status"),
        ("size", "size"),
        ("volume", "volume_id"),
        ("update", "COALESCE(updated_at, '')"),
    ]

    private static let attachmentKeys = [
        ("volume", "volume_id"),
        ("status", "status"),
        ("instance", "COALESCE(instance_id, '')"),
        ("host", "COALESCE(attached_host, '')"),
    ]

    private static let messageKeys = [
        ("resource", "resource_id"),
        ("resource_type", "resource_type"),
        ("request", "COALESCE(request_id, '')"),
        ("event", "('VOLUME_' || resource_type || '_' || action_id || '_' || detail_id)"),
        ("expiry", "expires_at"),
    ]

    /// The indices that a listing needs: by creation, by id and by each key, for one project and for all.
    static func listing(of table: String, keys: [(name: String, expression: String)]) -> [String] {
        [
            "CREATE INDEX \(table)_created ON \(table) (created_at, id)",
            "CREATE INDEX \(table)_project_created ON \(table) (project_id, created_at, id)",
            "CREATE INDEX \(table)_project_id ON \(table) (project_id, id)",
        ]
            + keys.flatMap { name, expression in
                [
                    "CREATE INDEX \(table)_\(name) ON \(table) (\(expression), created_at, id)",
                    "CREATE INDEX \(table)_project_\(name) ON \(table) (project_id, \(expression), created_at, id)",
                ]
            }
    }
}
