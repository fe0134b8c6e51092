/// What administrators hang on volume types beside extra specs: QoS specs, which types share, and encryption, which a type has for itself.
enum TypeAttributesSchema {
    static let statements = [
        """
        CREATE TABLE qos_specs (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            consumer TEXT NOT NULL,
            specs TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT
        )
        """,
        """
        CREATE TABLE type_encryptions (
            volume_type_id TEXT PRIMARY KEY REFERENCES volume_types (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            provider TEXT NOT NULL,
            cipher TEXT,
            key_size BIGINT,
            control_location TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT
        )
        """,
        "CREATE INDEX volume_types_by_qos_specs ON volume_types (qos_specs_id) WHERE qos_specs_id IS NOT NULL",
    ]
}
