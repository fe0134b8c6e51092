import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTransfer

#if canImport(Glibc)
    import Glibc
#endif

/// One copy within a pool.
struct CopyOrder: Sendable {
    /// Names the fault points.
    var operation: String
    /// What is being done, as the beginning of a sentence.
    var action: String
    var source: ObjectName
    /// Whether an initiator may write to the source meanwhile.
    var sourceMayChange: Bool
    var destination: ObjectName
    /// The length of the copy, not less than that of the source.
    var length: ByteCount
    /// Whether the copy takes the place of the destination; otherwise a destination that is there already is the copy.
    var replaces = false
}

extension FileDriver {
    /// Makes the copy under its passing name, and renames it.
    ///
    /// A failure leaves the destination as it was.
    func copy(_ order: CopyOrder, progress: ProgressReport) async throws {
        try await locks.withLock(order.destination.text) {
            guard let files = try await openForCopy(order) else {
                progress(order.length, order.length)
                return
            }
            do {
                if try await perform(order.action, { _, _ in try Self.cloneBlocks(order, files) }) {
                    progress(files.length, files.length)
                } else if order.sourceMayChange {
                    try await copyAtRest(order, files, progress: progress)
                } else {
                    try await SparseCopy(on: work)
                        .copy(files.source, to: order.destination.partial, in: files.directory, length: files.length, progress: progress)
                }
                try await finish(order, files)
            } catch {
                await abandon(order, files)
                throw error
            }
        }
    }

    /// Gives the copy its name.
    private func finish(_ order: CopyOrder, _ files: CopyFiles) async throws {
        try await perform(order.action) { _, _ in
            FaultPoint.reach("file.\(order.operation).before-rename")
            try files.directory.rename(order.destination.partial, to: order.destination.text)
            FaultPoint.reach("file.\(order.operation).after-rename")
            try Self.synchronizeNames(in: files.directory, action: order.action)
            FaultPoint.reach("file.\(order.operation).after-sync")
        }
    }

    /// What a copy works on.
    private struct CopyFiles: Sendable {
        let directory: OpenFile
        let source: OpenFile
        let length: ByteCount
    }

    /// Opens the source; nil when there is nothing to do.
    private func openForCopy(_ order: CopyOrder) async throws -> CopyFiles? {
        try await perform(order.action) { directory, _ in
            var length = order.length
            if order.replaces {
                let present = try Self.openObject(order.destination.text, in: directory)
                length = max(length, try present.status().size)
            } else if try Self.growIfThere(order.destination, to: length, in: directory, action: order.action) {
                return nil
            }
            let source = try Self.openObject(order.source.text, in: directory)
            let sourceLength = try source.status().size
            guard sourceLength <= length else {
                throw DriverError(
                    .backend,
                    .permanent,
                    "\(order.action) failed: the copy would have \(length), and the source has \(sourceLength).",
                    correction: "Ask for a size that is not smaller than the source's."
                )
            }
            return CopyFiles(directory: directory, source: source, length: length)
        }
    }

    /// Copies by sharing blocks and syncs the result; false when the file system cannot.
    private static func cloneBlocks(_ order: CopyOrder, _ files: CopyFiles) throws -> Bool {
        let partial = order.destination.partial
        try files.directory.remove(partial)
        let destination = try files.directory.openFile(partial, O_RDWR | O_CREAT | O_EXCL)
        FaultPoint.reach("file.\(order.operation).before-clone")
        guard try Reflink.clone(files.source, to: destination) else { return false }
        FaultPoint.reach("file.\(order.operation).after-clone")
        try destination.setLength(files.length)
        FaultPoint.reach("file.\(order.operation).before-sync")
        try destination.synchronize()
        return true
    }

    /// Copies a file that may be written to until a copy went by without a write, so that it shows one moment.
    ///
    /// A copy that was overtaken by a write would mix two moments, which is damage that nobody notices; after three tries the caller is
    /// told instead.
    private func copyAtRest(_ order: CopyOrder, _ files: CopyFiles, progress: ProgressReport) async throws {
        for _ in 1...3 {
            let before = try await watch(order, files.source)
            try await SparseCopy(on: work)
                .copy(files.source, to: order.destination.partial, in: files.directory, length: files.length, progress: progress)
            let after = try await perform(order.action) { _, _ in try files.source.status() }
            if let before, after.modified == before.modified, after.size == before.size { return }
        }
        throw DriverError(
            .busy,
            .permanent,
            "\(order.action) failed: \(order.source) was written to while it was copied, three times.",
            correction: "Stop writing for the time of the copy, or move the pool to XFS or btrfs, where copies take no time."
        )
    }

    /// The source's status before a copy, from which any later write will differ; nil when writes come too fast to tell.
    ///
    /// The kernel's time stamps may stand still for a tick, so two writes within one look like one.
    private func watch(_ order: CopyOrder, _ source: OpenFile) async throws -> FileStatus? {
        for pause in [0, 30] {
            if pause > 0 { try await Task.sleep(for: .milliseconds(pause)) }
            let status = try await perform(order.action) { _, _ in (status: try source.status(), now: Self.wallClock()) }
            if abs(status.now - status.status.modified) > 25_000_000 { return status.status }
        }
        return nil
    }

    private static func wallClock() -> Int64 {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec)
    }

    /// Removes what a failed copy has made, also when its task is cancelled.
    private func abandon(_ order: CopyOrder, _ files: CopyFiles) async {
        let work = work
        // The failure of the copy is the one to tell; a repeated call removes the rest. After the rename the name is gone anyway.
        _ = try? await Task { try await work.run { try files.directory.remove(order.destination.partial) } }.value
    }
}
