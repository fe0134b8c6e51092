import CLinux
import Foundation
import LVMDriver
import ScoriaDriver
import ScoriaModel
import ScoriaSystem

/// What lay on the disk before thick volumes, and what stays on it after them.
struct Remains {
    let subject: LVMSubject
    let disk: String

    /// A copy has zeros where its source has them, whatever its space was used for before.
    func copiesOnUsedSpace() async throws {
        let (group, driver) = (subject.group, subject.driver())
        try await driver.start()
        try await subject.lvm("lvcreate", ["-Wn", "-L", "6g", "-n", "former", group])
        try subject.bytes.touch("former", with: 0xDB, every: 1 << 20, upTo: 6 << 30)
        try await subject.lvm("lvremove", ["-f", "\(group)/former"])
        let (volume, clone, made) = (Rows.volume(), Rows.volume(), Rows.volume())
        let snapshot = Rows.snapshot(of: volume)
        _ = try await driver.createVolume(volume)
        _ = try await ProcessRunner().run(ProcessCommand("blkdiscard", ["-z", "/dev/\(group)/volume-\(volume.id)"]))
        for offset in [0, 700 << 20] as [Int64] {
            try subject.bytes.write([UInt8](repeating: 7, count: 1 << 20), to: "volume-\(volume.id)", at: offset)
        }
        _ = try await driver.cloneVolume(clone, from: volume, progress: { _, _ in })
        _ = try await driver.createSnapshot(snapshot, of: volume)
        _ = try await driver.createVolume(made, from: snapshot, progress: { _, _ in })
        for copy in [clone, made] {
            let names = [volume, copy].map { "volume-\($0.id)" }
            guard let place = try subject.bytes.firstDifference(names[0], names[1], every: 1 << 20, upTo: 1 << 30) else { continue }
            throw CheckFailure("\(names[1]) is not as its source at \(place)")
        }
    }

    /// Nothing of a tenant's bytes is on the disk when all that he had is deleted, also of copies that were cancelled.
    func nothingOfTenants() async throws {
        let driver = subject.driver()
        try await driver.start()
        let (volume, clone, made) = (Rows.volume(), Rows.volume(), Rows.volume())
        let snapshot = Rows.snapshot(of: volume)
        let name = "volume-\(volume.id)"
        _ = try await driver.createVolume(volume)
        try subject.bytes.touch(name, with: 0xE7, every: 1 << 20, upTo: 1 << 30)
        let found = try traces(of: [0xE7])
        guard found == 1024 else { throw CheckFailure("the search finds \(found) of 1024 pieces") }
        let copying = Task {
            _ = try await driver.cloneVolume(clone, from: volume) { done, total in
                if done.rawValue > total.rawValue / 4 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        do {
            try await copying.value
            throw CheckFailure("the clone was not cancelled")
        } catch is CancellationError {}
        _ = try await driver.createSnapshot(snapshot, of: volume)
        _ = try await driver.createVolume(made, from: snapshot, progress: { _, _ in })
        // What is overwritten now goes to the snapshot's space.
        try subject.bytes.touch(name, with: 0xE8, every: 8 << 20, upTo: 1 << 30)
        try await driver.deleteSnapshot(snapshot, of: volume)
        for each in [volume, made] { try await driver.deleteVolume(each) }
        let left = try traces(of: [0xE7, 0xE8])
        guard left == 0 else { throw CheckFailure("\(left) pieces of a tenant's bytes are on the disk when everything was deleted") }
    }

    /// How many pieces of the disk begin with one of these bytes, where pieces of copies and of snapshots can begin.
    private func traces(of bytes: [UInt8]) throws -> Int {
        // Past the page cache, which knows nothing of what is written by way of the volumes.
        let descriptor = scoria_open_direct(disk, O_RDONLY)
        guard descriptor >= 0 else { throw SystemCallError.last("open", disk) }
        let device = OpenFile(descriptor: descriptor, name: disk)
        let chunk = 4 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 4096)
        defer { buffer.deallocate() }
        var count = 0
        for start in stride(from: 0, to: 5 << 30, by: chunk) {
            guard device.withDescriptor({ pread($0, buffer.baseAddress, chunk, start) }) == chunk else {
                throw SystemCallError.last("read", disk)
            }
            for piece in stride(from: 0, to: chunk, by: 64 << 10) where bytes.contains(buffer[piece]) {
                let first = buffer[piece]
                if buffer[piece..<piece + 64].allSatisfy({ $0 == first }) { count += 1 }
            }
        }
        return count
    }
}
