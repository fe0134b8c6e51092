import Glibc
import LVMDriver
import ScoriaDriver
import ScoriaModel

extension Faults {
    /// What is down comes up when it is needed; what somebody holds does not keep the exports of others from being made.
    func downAndHeld() async throws {
        _ = try await freshGroup("default")
        guard let subject = LVMSubject(group: "broken", provisioning: "default", target: "lio") else { throw CheckFailure("lio") }
        let driver = subject.driver { $0.clearSizeMebibytes = 8 }
        try await driver.start()
        let (held, down) = (Rows.volume(), Rows.volume())
        let snapshot = Rows.snapshot(of: down)
        for volume in [held, down] { _ = try await driver.createVolume(volume) }
        _ = try await driver.createSnapshot(snapshot, of: down)
        try await takeDown(down, in: subject)
        _ = try await driver.createExport(Rows.export(down))
        try await driver.removeExport(Rows.export(down))
        do {
            let open = try subject.bytes.open("volume-\(held.id)", O_RDWR | O_EXCL)
            try await driver.ensureExports([held, down].map { EnsuredExport(request: Rows.export($0), connectors: []) })
            let failure = try await failure(.busy, .permanent) { _ = try await driver.createExport(Rows.export(held)) }
            try require(failure.message.contains("in use"), "that it is in use", in: failure)
            withExtendedLifetime(open) {}
        }
        _ = try await driver.initializeConnection(Rows.export(down), connector: Rows.connector())
        _ = try await driver.createExport(Rows.export(held))
        for volume in [held, down] { try await driver.removeExport(Rows.export(volume)) }
        try await takeDown(down, in: subject)
        try await driver.deleteSnapshot(snapshot, of: down)
        try await takeDown(down, in: subject)
        for volume in [held, down] { try await driver.deleteVolume(volume) }
        try await requireCount(0, subject)
    }

    private func takeDown(_ volume: Volume, in subject: LVMSubject) async throws {
        let name = "volume-\(volume.id)"
        try await subject.lvm("lvchange", ["-an", "\(subject.group)/\(name)"])
        try require(access("/dev/\(subject.group)/\(name)", F_OK) != 0, "the device of \(name) is up")
    }
}
