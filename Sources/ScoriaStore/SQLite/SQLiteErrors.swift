internal import GRDB
internal import GRDBSQLite

extension StoreError {
    /// A failure of SQLite by its result code, with what the engine says about it.
    init(sqliteCode code: Int32, message: String) {
        switch code & 0xFF {
        case SQLITE_FULL:
            self.init(.full, "The database cannot grow: \(message). Free space on the file system that holds it; nothing was changed.")
        case SQLITE_NOTADB:
            self.init(.unusable, "The file is not a database: \(message). Name another file, or move this one away.")
        case SQLITE_CORRUPT:
            self.init(.unusable, "The database is damaged: \(message). Stop the service and restore the file from a backup.")
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
            self.init(
                .unusable,
                "The database cannot be opened for writing: \(message). Check the owner and mode of the file and its directory."
            )
        case SQLITE_IOERR:
            self.init(.unusable, "Reading or writing the database failed: \(message). Check the disk and the kernel log.")
        case SQLITE_CONSTRAINT:
            self.init(.constraint, "A rule of the database refused the change: \(message).")
        default:
            self.init(.failed, "The database answered with error \(code): \(message).")
        }
    }

    /// A failure that GRDB reports.
    init(sqlite error: DatabaseError) {
        self.init(sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "no details")
    }
}
