import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTransfer

#if canImport(Glibc)
    import Glibc
#endif

// The steps on one file of a pool. All block, and throw ``SystemCallError`` or ``DriverError``.
extension FileDriver {
    /// Makes a file of zeros, unless it is there already.
    static func createEmpty(
        _ name: ObjectName,
        length: ByteCount,
        in directory: OpenFile,
        session: FilePool.Session,
        action: String
    ) throws {
        if try growIfThere(name, to: length, in: directory, action: action) { return }
        try directory.remove(name.partial)
        do {
            let file = try directory.openFile(name.partial, O_RDWR | O_CREAT | O_EXCL)
            try file.setLength(length)
            FaultPoint.reach("file.create.after-length")
            // There are no bytes to lose, only the length; with one journal in order the sync of the directory covers it.
            if !session.journalsInOrder { try file.synchronize() }
            FaultPoint.reach("file.create.before-rename")
            try directory.rename(name.partial, to: name.text)
        } catch {
            // The first failure is the one to tell; a repeated call removes the rest.
            _ = try? directory.remove(name.partial)
            throw error
        }
        FaultPoint.reach("file.create.after-rename")
        try synchronizeNames(in: directory, action: action)
        FaultPoint.reach("file.create.after-sync")
    }

    /// Brings an object that an earlier call has made to its length and to the disk; false when there is none.
    static func growIfThere(_ name: ObjectName, to length: ByteCount, in directory: OpenFile, action: String) throws -> Bool {
        guard try directory.status(of: name.text) != nil else { return false }
        let file = try openObject(name.text, in: directory, access: O_RDWR)
        if try file.status().size < length { try file.setLength(length) }
        try file.synchronize()
        try synchronizeNames(in: directory, action: action)
        return true
    }

    /// Opens a file of the pool, when it is a plain file with this one name.
    ///
    /// A symbolic link, a device, or a second name of a file elsewhere could lead a write out of the pool.
    static func openObject(_ name: String, in directory: OpenFile, access: Int32 = O_RDONLY) throws -> OpenFile {
        let file: OpenFile
        do throws(SystemCallError) {
            file = try directory.openFile(name, access)
        } catch {
            // What the kernel answers for a directory opened for writing, a socket or a FIFO without reader.
            guard [EISDIR, ENXIO, ENODEV].contains(error.number) else { throw error }
            throw irregular(name, in: directory)
        }
        let status = try file.status()
        guard status.isRegular, status.linkCount == 1 else { throw irregular(name, in: directory) }
        return file
    }

    /// Refuses what has a name of ours and is no plain file.
    static func requireRegularIfThere(_ name: ObjectName, in directory: OpenFile) throws {
        guard let status = try directory.status(of: name.text), !status.isRegular else { return }
        throw irregular(name.text, in: directory)
    }

    /// Makes finished renames and removals durable; a failure here comes after the fact.
    static func synchronizeNames(in directory: OpenFile, action: String) throws {
        do throws(SystemCallError) {
            try directory.synchronize()
        } catch {
            throw DriverError(error, doing: action, mayHaveHappened: true)
        }
    }

    private static func irregular(_ name: String, in directory: OpenFile) -> DriverError {
        DriverError(
            .corrupted,
            .permanent,
            "\(name) in pool \(directory.name) is not a plain file of its own (a link, a directory or a device).",
            correction: "Find out who put it there, and remove it."
        )
    }
}
