/// The tables by which placements of many schedulers over one database never take the same gibibyte, and can be explained.
///
/// A reservation is what a flow has taken on a pool beyond the pool's last report. It is a row of its own, not a sum: it goes with
/// its volume or snapshot, and at the latest with the first report that was begun after its flow had ended.
enum PlacementSchema {
    static let statements: [String] = reservations + pools + placements

    private static let reservations = [
        """
        CREATE TABLE reservations (
            id {identity},
            flow_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            volume_id TEXT REFERENCES volumes (id) ON DELETE CASCADE,
            snapshot_id TEXT REFERENCES snapshots (id) ON DELETE CASCADE,
            pool TEXT NOT NULL,
            gigabytes BIGINT NOT NULL
        )
        """,
        "CREATE INDEX reservations_by_pool ON reservations (pool, kind, gigabytes)",
        "CREATE INDEX reservations_by_flow ON reservations (flow_id)",
        "CREATE INDEX reservations_by_volume ON reservations (volume_id) WHERE volume_id IS NOT NULL",
        "CREATE INDEX reservations_by_snapshot ON reservations (snapshot_id) WHERE snapshot_id IS NOT NULL",
        // What was placed since a report is no longer found by the time of its placement.
        "DROP INDEX volumes_placed",
    ]

    private static let pools = [
        "DROP TABLE pools",
        """
        CREATE TABLE pools (
            address TEXT PRIMARY KEY,
            service_host TEXT NOT NULL,
            statistics TEXT NOT NULL,
            reported_at TEXT NOT NULL,
            generation BIGINT NOT NULL,
            volumes BIGINT NOT NULL,
            gigabytes BIGINT NOT NULL
        )
        """,
        "CREATE INDEX pools_by_service ON pools (service_host, generation)",
        "INSERT INTO meta (key, value) VALUES ('pools_generation', '0')",
    ]

    private static let placements = [
        """
        CREATE TABLE placements (
            flow_id TEXT NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
            attempt BIGINT NOT NULL,
            pool TEXT,
            error TEXT,
            explanation TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (flow_id, attempt)
        )
        """
    ]
}
