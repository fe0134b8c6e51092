import CLinux
import ScoriaDriver
import ScoriaModel
import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// Work on the bytes of block devices, cut into pieces so that it can be cancelled and leaves the threads to others in between.
struct BlockDevices: Sendable {
    let work: BlockingWork
    /// How much is done at a time.
    var piece = Int64(64 << 20)

    /// Whether a device of this path is there.
    func exists(_ path: String) async throws -> Bool {
        try await work.run { access(path, F_OK) == 0 }
    }

    /// Overwrites a range with zeros; the disk does it by itself where it can.
    func clear(_ path: String, from start: Int64, upTo end: Int64? = nil, action: String) async throws {
        let device = try await open(path, O_RDWR, action: action)
        let end = try await min(end ?? Int64.max, length(of: device, action: action))
        try await inPieces(from: start, upTo: end, action: action) { from, count in
            guard device.withDescriptor({ scoria_zero_range($0, from, count) }) == 0 else { throw SystemCallError.last("ioctl", path) }
        }
        try await finish(device, action: action)
    }

    /// Gives the destination the first `length` bytes of the source, and syncs it.
    ///
    /// `skips` says which bytes need not be written: none, zeros on a device that reads as zeros, or what is there already.
    func copy(
        _ source: String,
        to destination: String,
        length: ByteCount,
        skipping skips: Skipping,
        action: String,
        progress: ProgressReport
    ) async throws {
        let from = try await open(source, O_RDONLY, action: action)
        let to = try await open(destination, O_RDWR, action: action)
        try await inPieces(from: 0, upTo: length.rawValue, action: action) { start, count in
            let buffers = AlignedBuffers(count: 2, size: Self.transfer)
            for offset in stride(from: start, to: start + count, by: Int64.Stride(Self.transfer)) {
                let size = Int(min(Int64(Self.transfer), start + count - offset))
                let bytes = UnsafeRawBufferPointer(start: buffers[0], count: size)
                try from.readAll(into: buffers[0], count: size, at: offset)
                if skips == .present { try to.readAll(into: buffers[1], count: size, at: offset) }
                // Nothing to look for: all that was read goes out in one write.
                let step = skips == .nothing ? size : Self.unit
                for unit in stride(from: 0, to: size, by: step) {
                    let part = UnsafeRawBufferPointer(rebasing: bytes[unit..<min(unit + step, size)])
                    switch skips {
                    case .nothing: break
                    case .zeros: if part.isZero { continue }
                    case .present: if part.hasSameBytes(as: buffers[1].advanced(by: unit)) { continue }
                    }
                    try to.write(part, at: offset + Int64(unit))
                }
            }
        } then: { done in
            progress(ByteCount(done), length)
        }
        try await finish(to, action: action)
    }

    /// What a copy leaves out.
    enum Skipping: Sendable {
        case nothing
        case zeros
        case present
    }

    /// How finely a copy looks at what it can leave out: the chunk of a thin pool by default, so that zeros take no space.
    private static let unit = 64 << 10
    /// How much is read at once.
    private static let transfer = 4 << 20

    // MARK: Parts

    private func open(_ path: String, _ flags: Int32, action: String) async throws -> OpenFile {
        try await attempt(action) {
            guard let slash = path.lastIndex(of: "/") else { throw SystemCallError("open", path, number: ENOENT) }
            let descriptor = scoria_open_direct(path, flags)
            guard descriptor >= 0 else { throw SystemCallError.last("open", path) }
            return OpenFile(descriptor: descriptor, name: String(path[path.index(after: slash)...]))
        }
    }

    private func length(of device: OpenFile, action: String) async throws -> Int64 {
        try await attempt(action) {
            let length = device.withDescriptor { lseek($0, 0, SEEK_END) }
            guard length >= 0 else { throw SystemCallError.last("lseek", device.name) }
            return Int64(length)
        }
    }

    private func finish(_ device: OpenFile, action: String) async throws {
        try await attempt(action) {
            guard device.withDescriptor({ fsync($0) }) == 0 else { throw SystemCallError.last("fsync", device.name) }
        }
    }

    private func inPieces(
        from start: Int64,
        upTo end: Int64,
        action: String,
        _ body: @escaping @Sendable (_ start: Int64, _ count: Int64) throws -> Void,
        then report: (_ done: Int64) -> Void = { _ in }
    ) async throws {
        for offset in stride(from: start, to: end, by: Int64.Stride(piece)) {
            try Task.checkCancellation()
            let count = min(piece, end - offset)
            try await attempt(action) { try body(offset, count) }
            FaultPoint.reach("lvm.bytes.after-piece")
            report(offset + count)
        }
    }

    private func attempt<Result: Sendable>(_ action: String, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await work.run {
            do { return try body() } catch let error as SystemCallError { throw DriverError(device: error, doing: action) }
        }
    }
}

extension DriverError {
    /// What a failed call on a logical volume's device means.
    init(device error: SystemCallError, doing action: String) {
        let code: Code =
            switch error.number {
            case ENOENT, ENXIO: .notFound
            case ENOSPC, EDQUOT: .outOfSpace
            default: .backend
            }
        self.init(
            code,
            .permanent,
            "\(action) failed: \(error.reason) (\(error.call) of \(error.subject)).",
            correction: code == .outOfSpace ? "Delete volumes or snapshots, or make the thin pool larger (lvextend)." : nil
        )
    }
}

/// Memory that transfers past the page cache may use, freed with the last reference.
private final class AlignedBuffers {
    private let buffers: [UnsafeMutableRawPointer]

    init(count: Int, size: Int) {
        buffers = (0..<count).map { _ in UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096) }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    subscript(index: Int) -> UnsafeMutableRawPointer { buffers[index] }
}

extension OpenFile {
    /// Fills the memory with the bytes from `offset` on; a device that ends before is an error.
    fileprivate func readAll(into memory: UnsafeMutableRawPointer, count: Int, at offset: Int64) throws(SystemCallError) {
        var done = 0
        while done < count {
            let got = withDescriptor { pread($0, memory.advanced(by: done), count - done, off_t(offset) + off_t(done)) }
            if got > 0 {
                done += got
            } else if got == 0 {
                throw SystemCallError("read", name, number: EIO)
            } else if errno != EINTR {
                throw .last("read", name)
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var isZero: Bool {
        guard let baseAddress, let first else { return true }
        return first == 0 && memcmp(baseAddress, baseAddress.advanced(by: 1), count - 1) == 0
    }

    fileprivate func hasSameBytes(as other: UnsafeMutableRawPointer) -> Bool {
        guard let baseAddress else { return true }
        return memcmp(baseAddress, other, count) == 0
    }
}
