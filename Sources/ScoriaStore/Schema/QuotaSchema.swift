/// What quotas and default types need beside the first tables.
enum QuotaSchema {
    static let statements = [
        // The few volumes that count with more than their size, so that all others are summed from the index of usage alone.
        "CREATE INDEX volumes_extending ON volumes (project_id) WHERE extending_to IS NOT NULL",
        // A type that is somebody's default cannot be deleted.
        """
        CREATE TABLE default_volume_types (
            project_id TEXT PRIMARY KEY,
            volume_type_id TEXT NOT NULL REFERENCES volume_types (id)
        )
        """,
        "CREATE INDEX default_volume_types_by_type ON default_volume_types (volume_type_id)",
    ]
}
