import CLinux
public import ScoriaDriver
public import ScoriaModel
public import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// Copies a file's data and keeps its holes.
///
/// Holes are found with `SEEK_DATA` and `SEEK_HOLE`, and only data is copied: a plain `copy_file_range` would fill holes on ext4. The
/// work is cut into pieces, so that the copy can be cancelled, reports progress, and leaves the threads to others in between; each piece
/// is sent on its way to the disk at once, so that the sync at the end does not have to write everything.
public struct SparseCopy: Sendable {
    private let work: BlockingWork
    private let pieceSize: Int64

    /// A copier on the given threads, with pieces of 16 MiB unless told otherwise.
    public init(on work: BlockingWork, pieceSize: ByteCount = ByteCount(16 << 20)) {
        self.work = work
        self.pieceSize = pieceSize.rawValue
    }

    /// Makes a file of `length` bytes in `directory` that begins with the bytes of `source` and ends in zeros, and syncs it.
    ///
    /// What has the name already is removed first. When the copy fails or is cancelled, nothing stays under the name. Throws a
    /// ``DriverError`` (``DriverError/Code/outOfSpace`` when the disk is full) or `CancellationError`.
    public func copy(
        _ source: OpenFile,
        to name: String,
        in directory: OpenFile,
        length: ByteCount,
        progress: ProgressReport
    ) async throws {
        let action = "Copying \(source.name) to \(name) in \(directory.name)"
        do {
            let destination = try await work.run {
                try directory.remove(name)
                return try directory.openFile(name, O_RDWR | O_CREAT | O_EXCL)
            }
            try await copy(source, to: destination, length: length, progress: progress)
            FaultPoint.reach("copy.before-sync")
            try await work.run { try destination.synchronize() }
            FaultPoint.reach("copy.after-sync")
        } catch {
            let failure: any Error = (error as? SystemCallError).map { DriverError($0, doing: action) } ?? error
            try? await removeAbandoned(name, in: directory)  // The first failure is the one to tell; a repeated call removes the rest.
            throw failure
        }
    }

    /// Gives `destination`, an empty file, the bytes of `source` and the given length, without a sync.
    ///
    /// Throws ``SystemCallError`` or `CancellationError`.
    public func copy(_ source: OpenFile, to destination: OpenFile, length: ByteCount, progress: ProgressReport) async throws {
        let pieceSize = pieceSize
        try await work.run { try destination.setLength(length) }
        var position: Int64 = 0
        while position < length.rawValue {
            try Task.checkCancellation()
            let start = position
            position = try await work.run {
                try Self.copyPiece(source, to: destination, from: start, upTo: length.rawValue, size: pieceSize)
            }
            FaultPoint.reach("copy.after-piece")
            progress(ByteCount(position), length)
        }
    }

    private func removeAbandoned(_ name: String, in directory: OpenFile) async throws {
        // A cancelled task cannot use the pool itself.
        try await Task { _ = try await work.run { try directory.remove(name) } }.value
    }
}

extension SparseCopy {
    /// Copies data from `start` on until `size` bytes are copied, and answers how far it came, holes included.
    private static func copyPiece(
        _ source: OpenFile,
        to destination: OpenFile,
        from start: Int64,
        upTo end: Int64,
        size: Int64
    ) throws(SystemCallError) -> Int64 {
        var position = start
        var budget = size
        while position < end, budget > 0 {
            guard let data = try nextData(in: source, from: position), data < end else { return end }
            let hole = try nextHole(in: source, from: data)
            let stop = min(hole, end, data + budget)
            try copyRange(data..<stop, of: source, to: destination)
            // Only a hint; the sync at the end is what counts.
            _ = destination.withDescriptor { scoria_begin_writeback($0, data, stop - data) }
            // A data range costs a system call even when it is short.
            budget -= max(stop - data, size / 4096)
            position = stop
        }
        return position
    }

    private static func nextData(in file: OpenFile, from offset: Int64) throws(SystemCallError) -> Int64? {
        let data = file.withDescriptor { scoria_next_data($0, offset) }
        guard data < 0 else { return data }
        guard errno == ENXIO else { throw .last("seek", file.name) }
        return nil
    }

    private static func nextHole(in file: OpenFile, from offset: Int64) throws(SystemCallError) -> Int64 {
        let hole = file.withDescriptor { scoria_next_hole($0, offset) }
        guard hole >= 0 else { throw .last("seek", file.name) }
        return hole
    }

    private static func copyRange(_ range: Range<Int64>, of source: OpenFile, to destination: OpenFile) throws(SystemCallError) {
        var position = range.lowerBound
        while position < range.upperBound {
            let count = UInt(range.upperBound - position)
            let copied = source.withDescriptor { from in
                destination.withDescriptor { to in scoria_copy_range(from, to, position, count) }
            }
            if copied > 0 {
                position += copied
            } else if copied == 0 {
                // The source became shorter: what is missing reads as zeros.
                return
            } else if errno != EINTR {
                guard [EXDEV, EINVAL, EOPNOTSUPP, ENOSYS].contains(errno) else { throw .last("copy", destination.name) }
                try readAndWrite(position..<range.upperBound, of: source, to: destination)
                return
            }
        }
    }

    /// The way between file systems, where the kernel does not copy.
    private static func readAndWrite(_ range: Range<Int64>, of source: OpenFile, to destination: OpenFile) throws(SystemCallError) {
        var position = range.lowerBound
        while position < range.upperBound {
            let bytes = try source.read(at: position, count: Int(min(1 << 20, range.upperBound - position)))
            guard !bytes.isEmpty else { return }
            try destination.write(bytes, at: position)
            position += Int64(bytes.count)
        }
    }
}
