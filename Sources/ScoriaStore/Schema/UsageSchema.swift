/// What each project uses, kept by the database itself.
///
/// Counting a project's rows at each create would cost more the more it has. Triggers change the sums in the very transaction that
/// changes a row, whoever changes it, so that they cannot drift; ``StoreReading/countedUsage(of:)`` is the proof.
enum UsageSchema {
    static let statements: [Migration.Statement] =
        [
            """
            CREATE TABLE project_usage (
                project_id TEXT NOT NULL,
                volume_type_id TEXT NOT NULL,
                volumes BIGINT NOT NULL,
                volume_gigabytes BIGINT NOT NULL,
                snapshots BIGINT NOT NULL,
                snapshot_gigabytes BIGINT NOT NULL,
                PRIMARY KEY (project_id, volume_type_id)
            )
            """
        ] + triggers(on: "volumes", gigabytes: "volume_gigabytes") + triggers(on: "snapshots", gigabytes: "snapshot_gigabytes")

    /// The triggers that keep the two sums of a table; the number has the table's name.
    private static func triggers(on table: String, gigabytes: String) -> [Migration.Statement] {
        let add = """
            INSERT INTO project_usage (project_id, volume_type_id, volumes, volume_gigabytes, snapshots, snapshot_gigabytes)
            VALUES (NEW.project_id, COALESCE(NEW.volume_type_id, ''), \(columns(of: table)))
            ON CONFLICT (project_id, volume_type_id) DO UPDATE
            SET \(table) = project_usage.\(table) + excluded.\(table), \(gigabytes) = project_usage.\(gigabytes) + excluded.\(gigabytes)
            """
        let subtract = """
            UPDATE project_usage
            SET \(table) = \(table) - OLD.consumes_quota, \(gigabytes) = \(gigabytes) - OLD.consumes_quota * OLD.size
            WHERE project_id = OLD.project_id AND volume_type_id = COALESCE(OLD.volume_type_id, '')
            """
        let sweep = """
            DELETE FROM project_usage WHERE project_id = OLD.project_id AND volume_type_id = COALESCE(OLD.volume_type_id, '')
            AND volumes = 0 AND snapshots = 0
            """
        let changed = """
            (OLD.project_id <> NEW.project_id OR COALESCE(OLD.volume_type_id, '') <> COALESCE(NEW.volume_type_id, '')
            OR OLD.size <> NEW.size OR OLD.consumes_quota <> NEW.consumes_quota)
            """
        let columns = "project_id, volume_type_id, size, consumes_quota"
        return [
            .trigger(Trigger(name: "\(table)_used", event: "INSERT", table: table, body: [add])),
            .trigger(Trigger(name: "\(table)_freed", event: "DELETE", table: table, body: [subtract, sweep])),
            .trigger(
                Trigger(
                    name: "\(table)_usage_changed",
                    event: "UPDATE OF \(columns)",
                    table: table,
                    condition: changed,
                    body: [subtract, add, sweep]
                )
            ),
        ]
    }

    /// The four sums of one new row.
    private static func columns(of table: String) -> String {
        let amounts = "NEW.consumes_quota, NEW.consumes_quota * NEW.size"
        return table == "volumes" ? "\(amounts), 0, 0" : "0, 0, \(amounts)"
    }
}
