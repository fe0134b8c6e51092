/// Clusters of services, and the number by which the field's clients know a service.
enum ClusterSchema {
    static let statements = [
        """
        CREATE TABLE clusters (
            name TEXT NOT NULL,
            binary_name TEXT NOT NULL,
            disabled BIGINT NOT NULL,
            disabled_reason TEXT,
            frozen BIGINT NOT NULL,
            replication_status TEXT,
            active_backend_id TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT,
            PRIMARY KEY (name, binary_name)
        )
        """,
        "ALTER TABLE services ADD COLUMN cluster_name TEXT",
        "ALTER TABLE services ADD COLUMN number BIGINT",
        """
        UPDATE services SET number = (
            SELECT count(*) FROM services AS other
            WHERE other.created_at < services.created_at OR (other.created_at = services.created_at AND other.id <= services.id)
        )
        """,
    ]
}
