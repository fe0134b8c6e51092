import Glibc
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem

/// The bytes of volumes by way of their devices, as an initiator's host would see them.
struct DeviceBytes: VolumeBytes {
    let group: String

    func read(_ volume: Volume, at offset: Int64, count: Int) async throws -> [UInt8] {
        try read("volume-\(volume.backendID)", at: offset, count: count)
    }

    func write(_ bytes: [UInt8], to volume: Volume, at offset: Int64) async throws {
        try write(bytes, to: "volume-\(volume.backendID)", at: offset)
    }

    func length(of volume: Volume) async throws -> ByteCount {
        ByteCount(Int64(try open("volume-\(volume.backendID)").withDescriptor { lseek($0, 0, SEEK_END) }))
    }

    func read(_ name: String, at offset: Int64, count: Int) throws -> [UInt8] {
        let bytes = try open(name, O_RDONLY).read(at: offset, count: count)
        guard bytes.count == count else { throw SystemCallError("read", name, number: EIO) }
        return bytes
    }

    func write(_ bytes: [UInt8], to name: String, at offset: Int64) throws {
        let device = try open(name)
        try device.write(bytes, at: offset)
        guard device.withDescriptor({ fsync($0) }) == 0 else { throw SystemCallError.last("fsync", name) }
    }

    /// Writes a little at the beginning of each piece.
    func touch(_ name: String, with byte: UInt8, every step: Int64, upTo end: Int64) throws {
        let device = try open(name)
        let bytes = [UInt8](repeating: byte, count: 4096)
        for offset in stride(from: 0, to: end, by: Int64.Stride(step)) { try device.write(bytes, at: offset) }
        guard device.withDescriptor({ fsync($0) }) == 0 else { throw SystemCallError.last("fsync", name) }
    }

    /// Where two volumes first differ: compared are the beginnings of all pieces, where ``touch(_:with:every:upTo:)`` writes, and all of
    /// the pieces that the first volume has something in.
    func firstDifference(_ name: String, _ other: String, every step: Int64, upTo end: Int64) throws -> Int64? {
        let devices = try [name, other].map { try open($0, O_RDONLY) }
        let nothing = [UInt8](repeating: 0, count: 4096)
        for device in devices { _ = device.withDescriptor { posix_fadvise($0, 0, 0, POSIX_FADV_RANDOM) } }
        for offset in stride(from: 0, to: end, by: Int64.Stride(step)) {
            let starts = try devices.map { try $0.read(at: offset, count: 4096) }
            guard starts[0].count == 4096, starts[0] == starts[1] else { return offset }
            guard starts[0] != nothing else { continue }
            let pieces = try devices.map { try $0.read(at: offset, count: Int(step)) }
            guard pieces[0].count == Int(step), pieces[0] == pieces[1] else { return offset }
        }
        return nil
    }

    /// Opens a logical volume's device.
    func open(_ name: String, _ access: Int32 = O_RDWR) throws -> OpenFile {
        let path = "/dev/\(group)/\(name)"
        let descriptor = Glibc.open(path, access | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError.last("open", path) }
        return OpenFile(descriptor: descriptor, name: path)
    }
}
