import Foundation
import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTargets
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct TgtSupervisionTests {
    @Test func `a restarted service takes the running tgtd over, with its portal and its open sessions`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let process = try await tgt.serverProcess()
            let session = try await OpenSession(info)
            defer { session.close() }
            let connections = try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1")

            let restarted = tgt.restartedHelper()
            try await restarted.start()
            try await restarted.ensureExports([(tgt.ensured(volume), volume.path)])
            let again = try await restarted.initializeConnection(volume.export, connector: connector(TgtFixture.initiator))

            #expect(again == info)
            #expect(try await tgt.serverProcess() == process)
            #expect(try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1") == connections)
            #expect(!(try await session.command("write -P 1 0 4k")).contains("failed"))
        }
    }

    @Test func `connections and removals work on a tgtd that was taken over, before the exports are ensured`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let restarted = tgt.restartedHelper()
            try await restarted.start()
            let other = "iqn.2026-11.org.scoria:other-host"
            _ = try await restarted.initializeConnection(volume.export, connector: connector(other))
            try await tgt.qemuIO(info, as: other, chap: info.chap, "read 0 4k")
            try await restarted.terminateConnection(volume.export, connector: connector(other))
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, as: other, chap: info.chap, "read 0 4k") }
            try await restarted.removeExport(volume.export)
            #expect(try await tgt.listing() == "")
        }
    }

    @Test func `a killed tgtd is started again at the same portal and open sessions go on`() async throws {
        try await TgtFixture.run { tgt in
            let (_, info) = try await tgt.connectedVolume(1)
            let (_, second) = try await tgt.connectedVolume(2)
            let watch = Task { await tgt.helper.run() }
            defer { watch.cancel() }
            let session = try await OpenSession(info)
            defer { session.close() }
            _ = try await session.command("write -P 5 0 1M")
            for _ in 1...3 {
                let process = try await tgt.serverProcess()
                kill(process, SIGKILL)
                #expect(!(try await session.command("read -P 5 0 1M")).contains("failed"))
                #expect(try await tgt.serverProcess() != process)
            }
            try await tgt.qemuIO(second, chap: second.chap, "read 0 4k")
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(second, chap: nil, "read 0 4k") }
        }
    }

    @Test func `a logger that outlives its tgtd is not taken for it, and is removed`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let process = try await tgt.serverProcess()
            let logger = try #require(
                tgt.processes { $0.contains(tgt.configuration.stateDirectory) }.compactMap { Int32($0) }.first { $0 != process }
            )
            // Stopped, it cannot follow: as when tgtd dies before the two know each other.
            kill(logger, SIGSTOP)
            kill(process, SIGKILL)
            try await tgt.helper.start()
            try await tgt.qemuIO(info, chap: volume.chap, "read 0 4k")
            #expect(tgt.processes { $0.contains(tgt.configuration.stateDirectory) }.count == 2)
        }
    }

    @Test func `a tgtd that ended while the service was down is replaced at the same portal`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            kill(try await tgt.serverProcess(), SIGKILL)
            let restarted = tgt.restartedHelper()
            try await restarted.start()
            try await restarted.ensureExports([(tgt.ensured(volume), volume.path)])
            try await tgt.qemuIO(info, chap: info.chap, "write 0 4k")
        }
    }

    @Test func `ensuring exports mends what differs, removes our strays, and leaves open sessions and targets of others alone`()
        async throws
    {
        try await TgtFixture.run { tgt in
            let (kept, keptInfo) = try await tgt.connectedVolume(1)
            let (stray, strayInfo) = try await tgt.connectedVolume(2)
            let (damaged, damagedInfo) = try await tgt.connectedVolume(3)
            let missing = tgt.volume(4)
            try await tgt.tgtadm("--mode", "target", "--op", "new", "--tid", "50", "--targetname", "iqn.2000-01.com.example:foreign")
            try await tgt.tgtadm("--mode", "target", "--op", "bind", "--tid", "3", "--initiator-address", "ALL")
            try await tgt.tgtadm("--mode", "target", "--op", "bind", "--tid", "3", "--initiator-name", "iqn.stranger")
            try await tgt.tgtadm("--mode", "logicalunit", "--op", "delete", "--tid", "3", "--lun", "1")
            try await tgt.tgtadm("--mode", "account", "--op", "unbind", "--tid", "3", "--user", damaged.chap.user)
            let session = try await OpenSession(keptInfo)
            defer { session.close() }
            let connections = try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1")

            let restarted = tgt.restartedHelper()
            try await restarted.start()
            for _ in 1...2 {
                try await restarted.ensureExports([kept, damaged, missing].map { (tgt.ensured($0), $0.path) })
                #expect(try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1") == connections)
            }

            #expect(!(try await session.command("write -P 1 0 4k")).contains("failed"))
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(strayInfo, chap: stray.chap, "read 0 4k") }
            try await tgt.qemuIO(damagedInfo, chap: damaged.chap, "write -P 1 0 4k")
            await #expect(throws: ProcessError.self) {
                try await tgt.qemuIO(damagedInfo, as: "iqn.stranger", chap: damaged.chap, "read 0 4k")
            }
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(damagedInfo, chap: nil, "read 0 4k") }
            let listing = try await tgt.listing()
            #expect(listing.contains("iqn.2000-01.com.example:foreign"))
            #expect(!listing.contains("ALL"))
            #expect(listing.contains("Target 4: iqn.2010-10.org.openstack:volume-\(missing.export.volume.id)"))
            try await tgt.tgtadm("--mode", "target", "--op", "delete", "--tid", "50")
        }
    }

    @Test func `a changed password takes effect, without a moment in which none is asked for`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let fresh = CHAPCredentials(user: volume.chap.user, password: Secret("another-secret1"))
            let changed = TestVolume(export: ExportRequest(volume: volume.export.volume, number: 1, chap: fresh), path: volume.path)
            let intruder = Task {
                var intrusions = 0
                while !Task.isCancelled {
                    do {
                        try await tgt.qemuIO(info, chap: nil, "read 0 4k")
                        intrusions += 1
                    } catch {}
                }
                return intrusions
            }
            try await tgt.helper.ensureExports([(tgt.ensured(changed), volume.path)])
            intruder.cancel()
            #expect(await intruder.value == 0)
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, chap: volume.chap, "read 0 4k") }
            try await tgt.qemuIO(info, chap: fresh, "read 0 4k")
        }
    }

    @Test func `a volume whose file is gone does not keep the others from being exported`() async throws {
        try await TgtFixture.run { tgt in
            let (lost, good) = (tgt.volume(1), tgt.volume(2))
            try await tgt.helper.ensureExports([(tgt.ensured(lost), "/nowhere/at-all"), (tgt.ensured(good), good.path)])
            let info = try await tgt.helper.initializeConnection(good.export, connector: connector(TgtFixture.initiator))
            try await tgt.qemuIO(info, chap: info.chap, "read 0 4k")
        }
    }

    @Test func `tgtd never listens anywhere but at its portal, even when the port is taken`() async throws {
        try await TgtFixture.run { first in
            let volume = first.volume(1)
            let update = try await first.helper.createExport(volume.export, path: volume.path)
            #expect(try await first.portals() == [try #require(update.providerLocation?.split(separator: ",").first.map(String.init))])
            try await TgtFixture.run(sharingPortalOf: (first, try #require(first.port(update)))) { second in
                #expect(try await second.portals().allSatisfy { $0.hasPrefix("127.255.255.254:") })
                let error = try await #require(throws: DriverError.self) {
                    try await second.helper.createExport(second.volume(1).export, path: volume.path)
                }
                #expect(error.code == .unavailable && error.disposition == .transient)
                #expect(try await second.portals().allSatisfy { $0.hasPrefix("127.255.255.254:") })
            }
        }
    }

    @Test func `without a server, calls fail as unavailable and may be repeated`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, _) = try await tgt.connectedVolume(1)
            try await tgt.helper.shutdownServer()
            try await tgt.helper.shutdownServer()
            let error = try await #require(throws: DriverError.self) { try await tgt.helper.createExport(volume.export, path: volume.path) }
            #expect(error.code == .unavailable && error.disposition == .transient)
            try await tgt.helper.start()
            _ = try await tgt.helper.createExport(volume.export, path: volume.path)
        }
    }

    @Test func `tgtd is nobody's child, holds none of our files open, and may open as many as the system allows`() async throws {
        try await TgtFixture.run { tgt in
            try await tgt.helper.shutdownServer()
            let ours = tgt.volume(1).path
            let leaky = open(ours, O_RDONLY)
            defer { close(leaky) }
            try await tgt.helper.start()
            let process = try await tgt.serverProcess()
            #expect(getsid(process) != getsid(0))
            let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").compactMap {
                // It may close one between the list and the look.
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
            }
            #expect(!files.isEmpty)
            #expect(!files.contains(ours) && !files.contains { $0.hasPrefix("pipe:") })
            let limits = try #require(
                tgt.contents("/proc/\(process)/limits")?.split(separator: "\n").first { $0.hasPrefix("Max open files") }
            )
            let numbers = limits.split(separator: " ").compactMap { Int($0) }
            #expect(numbers.count == 2 && numbers[0] == numbers[1])
        }
    }
}
