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
            let devices = [volume, copy].map { "/dev/\(group)/volume-\($0.id)" }
            _ = try await ProcessRunner().run(ProcessCommand("cmp", devices))
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
        guard try traces(of: 0xE7) == 1024 else { throw CheckFailure("the search finds \(try traces(of: 0xE7)) of 1024 pieces") }
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
        let left = try traces(of: 0xE7) + traces(of: 0xE8)
        guard left == 0 else { throw CheckFailure("\(left) pieces of a tenant's bytes are on the disk when everything was deleted") }
    }

    /// How many pieces of the disk begin with this byte, where pieces of copies and of snapshots can begin.
    private func traces(of byte: UInt8) throws -> Int {
        let descriptor = open(disk, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError.last("open", disk) }
        let device = OpenFile(descriptor: descriptor, name: disk)
        _ = device.withDescriptor { posix_fadvise($0, 0, 0, POSIX_FADV_DONTNEED) }
        _ = device.withDescriptor { posix_fadvise($0, 0, 0, POSIX_FADV_RANDOM) }
        return try stride(from: 0, to: 5 << 30, by: 64 << 10).count { offset in
            try device.read(at: Int64(offset), count: 64).allSatisfy { $0 == byte }
        }
    }
}
