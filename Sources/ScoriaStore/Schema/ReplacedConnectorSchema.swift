/// The initiators that an attachment has let in before its present one.
enum ReplacedConnectorSchema {
    static let statements = [
        // A JSON array of connectors. They stay let in until the attachment goes, and are shut out with it.
        "ALTER TABLE attachments ADD COLUMN former_connectors TEXT NOT NULL DEFAULT '[]'"
    ]
}
