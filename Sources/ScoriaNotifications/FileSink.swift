import Glibc
import ScoriaModel
public import ScoriaStore
public import ScoriaSystem
import Synchronization

/// Writes events into a file, one JSON object a line.
///
/// The file is opened anew when its path leads to another file, so it may be rotated by renaming it, with or without a signal. What a kill
/// left of a line is cut off before more is written: its event was not noted as delivered and is written again.
public final class FileSink: NotificationSink {
    public let name = "file"
    public let batchSize = 500
    private let path: String
    private let syncs: Bool
    private let work: BlockingWork
    private let file = Mutex<OpenedFile?>(nil)

    /// A file by its absolute path; with `syncs` events count as delivered only when they are on the disk.
    public init(path: String, syncs: Bool, work: BlockingWork) {
        self.path = path
        self.syncs = syncs
        self.work = work
    }

    public func deliver(_ events: [EventRow]) async -> DeliveryOutcome {
        var writer = JSONWriter(capacity: 1024 * events.count)
        var lines: [UInt8] = []
        for event in events {
            writer = JSONWriter(capacity: 1024)
            EventText.write(event, to: &writer)
            lines += writer.bytes
            lines.append(UInt8(ascii: "\n"))
        }
        let bytes = lines
        do {
            try await work.run { try self.append(bytes) }
            return .all(events.count)
        } catch {
            return .stopped(DeliveryFailure("The notification file \(path) cannot be written: \(error)"))
        }
    }

    public func close() async {
        file.withLock { $0 = nil }
    }

    private func append(_ bytes: [UInt8]) throws {
        try file.withLock { file in
            if let open = file, !open.isStill(at: path) { file = nil }
            let open = try file ?? OpenedFile(path)
            file = open
            do {
                try open.append(bytes, syncs: syncs)
            } catch {
                file = nil
                throw error
            }
        }
    }
}

/// The file behind a path, open for appending; closed when it goes.
private final class OpenedFile: Sendable {
    private let descriptor: Int32
    private let path: String
    private let device: UInt
    private let inode: UInt

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw SystemCallError.last("open", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = SystemCallError.last("fstat", path)
            Glibc.close(descriptor)
            throw error
        }
        (device, inode) = (UInt(status.st_dev), UInt(status.st_ino))
        guard status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw SystemCallError("open", path, number: EINVAL)
        }
        try cutTornLine(size: status.st_size)
    }

    deinit { Glibc.close(descriptor) }

    /// Whether the path still leads to this file.
    func isStill(at path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return UInt(status.st_dev) == device && UInt(status.st_ino) == inode
    }

    /// Appends all bytes or none.
    func append(_ bytes: [UInt8], syncs: Bool) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemCallError.last("fstat", path) }
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done) }
            if written < 0 {
                if errno == EINTR { continue }
                let error = SystemCallError.last("write", path)
                // What cannot be cut off now is cut off as a torn line when the file is opened again.
                _ = ftruncate(descriptor, status.st_size)
                throw error
            }
            done += written
        }
        if syncs, fdatasync(descriptor) != 0 { throw SystemCallError.last("fdatasync", path) }
    }

    /// Removes what stands behind the last line end.
    private func cutTornLine(size: off_t) throws {
        var end = size
        var block = [UInt8](repeating: 0, count: 4096)
        while end > 0 {
            let start = max(0, end - off_t(block.count))
            let count = pread(descriptor, &block, Int(end - start), start)
            guard count == Int(end - start) else { throw SystemCallError.last("read", path) }
            if let newline = block[..<count].lastIndex(of: UInt8(ascii: "\n")) {
                end = start + off_t(newline) + 1
                break
            }
            end = start
        }
        guard end < size else { return }
        guard ftruncate(descriptor, end) == 0 else { throw SystemCallError.last("ftruncate", path) }
    }
}
