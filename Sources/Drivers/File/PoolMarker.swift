import ScoriaModel
import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// The file that makes a directory a pool.
///
/// When the file system of a pool is not mounted, the bare directory below it has no marker, and nothing is written there by mistake.
/// The id in it tells one pool from another that is mounted in its place. The open file carries the lock that keeps a second process
/// out.
struct PoolMarker: Sendable {
    static let name = ".scoria-pool"
    static let partialName = ".\(name).partial"

    private static let heading = "Scoria storage pool "

    let poolID: String
    let file: OpenFile

    /// The marker in a directory; nil when there is none.
    ///
    /// `access` is `O_RDONLY` to look and `O_RDWR` to lock.
    static func find(in directory: OpenFile, access: Int32 = O_RDONLY) throws -> PoolMarker? {
        let file: OpenFile
        do throws(SystemCallError) {
            file = try directory.openFile(name, access)
        } catch {
            guard error.number == ENOENT else { throw error }
            return nil
        }
        let text = String(decoding: try file.read(at: 0, count: 256), as: UTF8.self)
        guard text.hasPrefix(heading) else { return PoolMarker(poolID: "", file: file) }
        return PoolMarker(poolID: String(text.dropFirst(heading.count).prefix { $0 != "\n" }), file: file)
    }

    /// Makes a marker, unless one appears meanwhile.
    static func make(poolID: String, in directory: OpenFile) throws {
        let text = heading + poolID + "\nDo not remove this file: without it the service does not touch this directory.\n"
        try directory.remove(partialName)
        let file = try directory.openFile(partialName, O_RDWR | O_CREAT | O_EXCL)
        try file.write(Array(text.utf8), at: 0)
        try file.synchronize()
        FaultPoint.reach("file.start.before-marker-rename")
        do throws(SystemCallError) {
            try directory.renameUnlessTaken(partialName, to: name)
        } catch {
            guard error.number == EEXIST else { throw error }
            try directory.remove(partialName)
        }
        try directory.synchronize()
        FaultPoint.reach("file.start.after-marker-rename")
    }
}
