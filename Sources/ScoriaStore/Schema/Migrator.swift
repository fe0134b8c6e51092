internal import ScoriaModel
public import ScoriaSystem

extension Store {
    /// Opens a SQLite database, makes or updates its schema, and returns the store on it.
    ///
    /// - Throws: ``StoreError``: `inUse`, `unusable`, `full`, or `newerSchema` when a newer release has updated the schema.
    public static func openSQLite(at path: String, clock: WallClock = .system, ids: IDSource = .system) async throws -> Store {
        let engine = try SQLiteEngine(path: path)
        do {
            try await Migrator(clock: clock, ids: ids).run(on: engine)
        } catch {
            await engine.close()
            throw error
        }
        return Store(engine: engine)
    }

    /// Opens the database of a service, which may be running, for an operator's command.
    ///
    /// - Throws: ``StoreError``: `unusable`, or `newerSchema` when the schema is not the one that this program knows.
    public static func visitSQLite(at path: String) throws -> Store {
        let store = Store(engine: try SQLiteEngine(visiting: path))
        let (present, known) = (try store.read { try $0.schemaVersion() }, Migration.all.last?.version ?? 0)
        guard present == known else {
            throw StoreError(
                .newerSchema,
                "The database \(path) has schema version \(present), this program knows \(known). Use the same release."
            )
        }
        return store
    }
}

extension StoreReading {
    /// The id that this database got when it was made; it tells deployments apart on shared backends.
    public func deploymentID() throws -> String {
        guard let id = try meta(Migrator.deploymentKey) else {
            throw StoreError(.corruptRow, "The database has lost its deployment id. Restore it from a backup.")
        }
        return id
    }

    /// The version of the schema; 0 before the first migration.
    public func schemaVersion() throws -> Int { try meta(Migrator.versionKey).flatMap(Int.init) ?? 0 }

    private func meta(_ key: String) throws -> String? {
        try first("SELECT value FROM meta WHERE key = ?", [.text(key)]) { $0.text(0) }
    }
}

/// Brings a schema up to date, in one transaction, so that it is of one version or the other even after a kill.
struct Migrator {
    let clock: WallClock
    let ids: IDSource
    var migrations = Migration.all

    static let versionKey = "schema_version"
    static let deploymentKey = "deployment_id"

    /// Runs the migrations that the database has not seen.
    ///
    /// - Throws: ``StoreError`` `newerSchema` when the database is ahead of this release.
    func run(on engine: any StoreEngine) async throws {
        let now = clock.now().rawValue
        let newest = migrations.last?.version ?? 0
        let migrator = self
        try await engine.write { connection in
            let transaction = WriteTransaction(connection: connection)
            try connection.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)", [])
            let present = try transaction.schemaVersion()
            guard present <= newest else {
                throw StoreError(
                    .newerSchema,
                    "The database has schema version \(present) and this release knows versions up to \(newest). "
                        + "Start the release that updated it, or restore the backup taken before the update."
                )
            }
            for migration in migrator.migrations where migration.version > present {
                for statement in migration.statements {
                    try connection.execute(migrator.fill(statement, now, connection.dialect), [])
                }
            }
            try connection.execute(Self.set, [.text(Self.versionKey), .text(String(newest))])
            try connection.execute(Self.keep, [.text(Self.deploymentKey), .text(migrator.ids.uuid())])
        }
    }

    private func fill(_ statement: String, _ now: String, _ dialect: any SQLDialect) -> String {
        var text = ""
        var rest = statement[...]
        while let open = rest.firstIndex(of: "{"), let end = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            switch rest[rest.index(after: open)..<end] {
            case "identity": text += dialect.identityColumn
            case "now": text += now
            case "uuid": text += ids.uuid()
            default: text += rest[open...end]
            }
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    private static let set = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    private static let keep = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
}
