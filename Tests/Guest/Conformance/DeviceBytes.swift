import Glibc
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem

/// The bytes of volumes by way of their devices, as an initiator's host would see them.
struct DeviceBytes: VolumeBytes {
    let group: String

    func read(_ volume: Volume, at offset: Int64, count: Int) async throws -> [UInt8] {
        let bytes = try open(volume).read(at: offset, count: count)
        guard bytes.count == count else { throw SystemCallError("read", volume.id.rawValue, number: EIO) }
        return bytes
    }

    func write(_ bytes: [UInt8], to volume: Volume, at offset: Int64) async throws {
        let device = try open(volume)
        try device.write(bytes, at: offset)
        guard device.withDescriptor({ fsync($0) }) == 0 else { throw SystemCallError.last("fsync", volume.id.rawValue) }
    }

    func length(of volume: Volume) async throws -> ByteCount {
        ByteCount(Int64(try open(volume).withDescriptor { lseek($0, 0, SEEK_END) }))
    }

    private func open(_ volume: Volume) throws -> OpenFile {
        let path = "/dev/\(group)/volume-\(volume.backendID)"
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError.last("open", path) }
        return OpenFile(descriptor: descriptor, name: path)
    }
}
