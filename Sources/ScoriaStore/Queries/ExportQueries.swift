public import ScoriaModel

/// The export of one volume: the number of its target and the secret by which initiators prove who they are.
public struct ExportRecord: Sendable, Hashable {
    public var volumeID: VolumeID
    /// The number that the target helper knows the export by; from 1.
    public var number: Int
    public var chapUser: String
    public var chapSecret: Secret
    /// The connectors that the legacy calls, which know no attachments, have let in.
    public var connectors: [Connector]
    public var createdAt: Timestamp
}

extension Table {
    static let exports = Table("exports", columns: ["volume_id", "number", "chap_user", "chap_secret", "connectors", "created_at"])
}

extension ExportRecord {
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .exports)
        self.init(
            volumeID: reader.id(0),
            number: Int(row.integer(1)),
            chapUser: row.text(2),
            chapSecret: Secret(row.text(3)),
            connectors: try reader.connectors(4),
            createdAt: try reader.value(5)
        )
    }

    /// The values of ``Table/exports`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(volumeID), .integer(Int64(number)), .text(chapUser), .text(chapSecret.reveal()), .connectors(connectors),
            .text(createdAt),
        ]
    }
}

extension StoreReading {
    /// The export of a volume; nil when it has none.
    public func export(of volume: VolumeID) throws -> ExportRecord? {
        try first(Table.exports.select + "WHERE volume_id = ?", [.text(volume)], ExportRecord.init(row:))
    }

    /// The exports of every volume on a backend, by number; what must be served after a restart.
    public func exports(onBackend backend: BackendAddress) throws -> [ExportRecord] {
        let pools = Self.poolRange(of: backend)
        return try all(
            """
            SELECT \(Table.exports.list(prefix: "e")) FROM exports e JOIN volumes v ON v.id = e.volume_id
            WHERE v.host = ? OR (v.host >= ? AND v.host < ?) ORDER BY e.number
            """,
            [.text(backend), .text(pools.first), .text(pools.end)],
            ExportRecord.init(row:)
        )
    }
}

extension WriteTransaction {
    /// Gives a volume its export, or answers with the one that it has.
    ///
    /// The number is the lowest that is not in use and was released at least `quarantineSeconds` ago, else a new one, so that an initiator
    /// that has missed a detach never meets another volume under the number that it remembers.
    public func allocateExport(
        for volume: VolumeID,
        chapUser: String,
        chapSecret: Secret,
        now: Timestamp,
        quarantineSeconds: Double
    ) throws -> ExportRecord {
        if let present = try export(of: volume) { return present }
        let number = try freeNumber(releasedBefore: now.advanced(bySeconds: -quarantineSeconds))
        let export = ExportRecord(
            volumeID: volume,
            number: number,
            chapUser: chapUser,
            chapSecret: chapSecret,
            connectors: [],
            createdAt: now
        )
        try connection.execute("DELETE FROM target_numbers WHERE number = ?", [.integer(Int64(number))])
        try connection.execute(Table.exports.insert, export.sqlValues)
        return export
    }

    /// Replaces the connectors that the legacy calls have let in.
    public func setConnectors(_ connectors: [Connector], ofExport volume: VolumeID) throws {
        try connection.execute("UPDATE exports SET connectors = ? WHERE volume_id = ?", [.connectors(connectors), .text(volume)])
    }

    /// Takes a volume's export away and puts its number into quarantine; nil when it has none.
    @discardableResult
    public func releaseExport(of volume: VolumeID, now: Timestamp) throws -> Int? {
        guard let export = try export(of: volume) else { return nil }
        try connection.execute("DELETE FROM exports WHERE volume_id = ?", [.text(volume)])
        try connection.execute(
            "INSERT INTO target_numbers (number, released_at) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET released_at = excluded.released_at",
            [.integer(Int64(export.number)), .text(now)]
        )
        return export.number
    }

    private func freeNumber(releasedBefore end: Timestamp) throws -> Int {
        let reusable = "SELECT number FROM target_numbers WHERE released_at <= ? ORDER BY number LIMIT 1"
        if let number = try first(reusable, [.text(end)], { Int($0.integer(0)) }) { return number }
        // A number is in one of the two tables from its first use on, so the highest of both was the last new one.
        let used = try count("SELECT max(number) FROM exports", [])
        let released = try count("SELECT max(number) FROM target_numbers", [])
        return max(used, released) + 1
    }
}

extension RowReader {
    /// A JSON array of connector maps.
    func connectors(_ column: Int32) throws -> [Connector] {
        if row.text(column) == "[]" { return [] }
        do {
            guard let maps = try JSONValue(parsing: row.text(column)).array else { throw corrupt(column) }
            return maps.compactMap(\.object).map(Connector.init(fields:))
        } catch is JSONError {
            throw corrupt(column)
        }
    }
}

extension SQLValue {
    /// Connectors as a JSON array of their maps.
    static func connectors(_ connectors: [Connector]) -> SQLValue {
        .text(JSONValue.array(connectors.map { .object($0.fields) }).jsonText)
    }
}
