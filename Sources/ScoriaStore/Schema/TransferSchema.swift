/// The open offers of volumes to other projects.
///
/// A volume has at most one. It goes with its volume, so that an offer of what is gone never lingers.
enum TransferSchema {
    static let statements: [String] =
        [
            """
            CREATE TABLE volume_transfers (
                id TEXT PRIMARY KEY,
                project_id TEXT NOT NULL,
                volume_id TEXT NOT NULL UNIQUE REFERENCES volumes (id) ON DELETE CASCADE,
                name TEXT,
                no_snapshots BIGINT NOT NULL,
                salt TEXT NOT NULL,
                key_hash TEXT NOT NULL,
                created_at TEXT NOT NULL
            )
            """
        ] + InitialSchema.listing(of: "volume_transfers", keys: [("name", "COALESCE(name, '')"), ("volume", "volume_id")])
}
