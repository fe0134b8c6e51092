import ScoriaModel
import ScoriaSystem
import Synchronization
import Testing

@testable import ScoriaAttach

@Suite("Attaching")
struct AttacherTests {
    static let id = "6f1c5b8e-52a1-4c6f-9d2e-8a7b3c4d5e6f"
    static let iqn = "iqn.2010-10.org.openstack:volume-\(id)"
    static let iscsi: [String: JSONValue] = [
        "driver_volume_type": "iscsi", "target_portal": "192.0.2.1:3260", "target_iqn": .string(iqn), "target_lun": 0,
        "target_portals": ["192.0.2.1:3260", "192.0.2.2:3260"], "target_iqns": [.string(iqn), .string(iqn)], "target_luns": [0, 0],
        "auth_method": "CHAP", "auth_username": "account", "auth_password": "planted-secret", "access_mode": "rw",
    ]
    static let nvme: [String: JSONValue] = [
        "driver_volume_type": "nvmeof", "nqn": .string("nqn.2014-08.org.nvmexpress:uuid:\(id)"), "target_portal": "192.0.2.1",
        "target_port": 4420,
        "transport_type": "tcp", "ns_id": 1,
    ]

    private final class Warnings: Sendable {
        let texts = Mutex<[String]>([])
    }

    private let volume: VolumeID
    private let warnings = Warnings()

    init() throws { volume = try #require(VolumeID(parsing: Self.id)) }

    private func attacher(_ host: FakeHost, _ service: FakeService) throws -> Attacher {
        let numbers = Mutex(0)
        let warnings = warnings
        return Attacher(
            api: service,
            host: try HostIdentity(host.system, address: "192.0.2.9"),
            system: host.system,
            newKey: {
                numbers.withLock { number in
                    number += 1; return "key-\(number)"
                }
            },
            warn: { text in warnings.texts.withLock { $0.append(text) } }
        )
    }

    private func leavesNothing(_ host: FakeHost, _ service: FakeService) async -> Bool {
        let records = host.names("/var/lib/scoria/attached").filter { $0 != "lock" }
        let nodes = host.names("/etc/iscsi/nodes/\(Self.iqn)")
        let sessions = host.names("/sys/class/iscsi_session") + host.names("/sys/class/nvme")
        return await service.attachments.isEmpty && records.isEmpty && nodes.isEmpty && sessions.isEmpty
    }

    @Test("logs in at every portal with a secret that no command line shows, and gives the same path again")
    func attachesTwice() async throws {
        let host = try FakeHost(serial: Self.id)
        let service = FakeService(volume, Self.iscsi)
        let attacher = try attacher(host, service)
        let device = try await attacher.attach("data")
        #expect(device.path == "/dev/sd1" && device.paths == ["/dev/sd1", "/dev/sd2"] && !device.isMultipath)
        #expect(warnings.texts.withLock { $0.count == 1 && $0[0].contains("multipathd does not run") })
        #expect(!host.commands.withLock { $0.joined().contains { $0.contains("planted-secret") } })
        let record = try #require(host.system.text("/etc/iscsi/nodes/\(Self.iqn)/192.0.2.1,3260"))
        #expect(record.contains("node.session.auth.password = planted-secret") && record.contains("node.startup = manual"))
        #expect(!record.contains("authmethod = None") && record.hasSuffix("# END RECORD"))
        let noted = try #require(host.system.text("/var/lib/scoria/attached/\(Self.id)"))
        #expect(!noted.contains("planted-secret"))

        let before = host.commands.withLock { $0.count }
        #expect(try await attacher.attach(Self.id) == device)
        #expect(host.commands.withLock { $0.count } == before)

        #expect(try await attacher.detach("data"))
        #expect(await leavesNothing(host, service))
        #expect(try await !attacher.detach("data"))
    }

    @Test("refuses a disk that says it is another one, and detaches it")
    func refusesAnotherDisk() async throws {
        let host = try FakeHost(serial: "00000000-52a1-4c6f-9d2e-8a7b3c4d5e6f")
        let service = FakeService(volume, Self.iscsi)
        let error = await #expect(throws: AttachError.self) { try await attacher(host, service).attach("data") }
        #expect(error?.kind == .wrongDisk && error?.message.contains("00000000-52a1") == true)
        #expect(await leavesNothing(host, service))
    }

    @Test("refuses a disk that became another one while it was attached")
    func refusesDiskThatChanged() async throws {
        let host = try FakeHost(serial: Self.id)
        let service = FakeService(volume, Self.nvme)
        let attacher = try attacher(host, service)
        #expect(try await attacher.attach("data").path == "/dev/nvme0n1")
        try host.write("/sys/block/nvme0n1/uuid", "00000000-52a1-4c6f-9d2e-8a7b3c4d5e6f\n")
        await #expect(throws: AttachError.self) { try await attacher.attach("data") }
        #expect(await leavesNothing(host, service))
    }

    @Test("uses the device of several paths, and takes it apart before it logs out")
    func usesMultipath() async throws {
        let host = try FakeHost(serial: Self.id)
        try host.addMultipath(over: ["sd1", "sd2"])
        let service = FakeService(volume, Self.iscsi)
        let device = try await attacher(host, service).attach("data")
        #expect(device.path == "/dev/mapper/mpatha" && device.isMultipath)
        #expect(try await attacher(host, service).detach("data"))
        let programs = host.commands.withLock { $0.map { $0.count > 1 ? "\($0[0]) \($0[1])" : $0[0] } }
        let apart = try #require(programs.firstIndex(of: "multipath -f"))
        let out = try #require(host.commands.withLock { $0.firstIndex { $0.last == "--logout" } })
        #expect(apart < out)
        #expect(await leavesNothing(host, service))
    }

    @Test("goes on with the portals that answer, and gives up without any")
    func deadPortals() async throws {
        let one = try FakeHost(serial: Self.id, deadPortals: ["192.0.2.1:3260"])
        let service = FakeService(volume, Self.iscsi)
        #expect(try await attacher(one, service).attach("data").paths == ["/dev/sd2"])
        #expect(try await attacher(one, service).detach("data"))
        let both = try FakeHost(serial: Self.id, deadPortals: ["192.0.2.1:3260", "192.0.2.2:3260"])
        await #expect(throws: AttachError.self) { try await attacher(both, service).attach("data") }
        #expect(await leavesNothing(both, service))
    }

    @Test("finds the attachment whose answer was lost", arguments: [true, false])
    func lostAnswer(attachesAgain: Bool) async throws {
        let host = try FakeHost(serial: Self.id)
        let service = FakeService(volume, Self.nvme)
        await service.loseAnswers(1)
        let attacher = try attacher(host, service)
        await #expect(throws: AttachError.self) { try await attacher.attach("data") }
        #expect(await service.attachments.count == 1)
        if attachesAgain { #expect(try await attacher.attach("data").path == "/dev/nvme0n1") }
        #expect(await service.attachments.count == 1)
        #expect(try await attacher.detach("data"))
        #expect(await leavesNothing(host, service))
    }

    @Test("leaves the attachments of others alone")
    func othersAttachment() async throws {
        let host = try FakeHost(serial: Self.id)
        let service = FakeService(volume, Self.nvme)
        _ = try await service.createAttachment(of: volume, connector: [:], key: "of a virtual machine")
        #expect(try await !attacher(host, service).detach("data"))
        await #expect(throws: AttachError.self) { try await attacher(host, service).attach("data") }
        #expect(await service.attachments.count == 1 && host.names("/var/lib/scoria/attached") == ["lock"])
    }
}
