import Foundation
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTargets
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct TgtExportTests {
    @Test func `an initiator that was let in writes and reads back`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let output = try await tgt.qemuIO(info, chap: info.chap, "write -P 0x5a 1M 64k", "read -P 0x5a 1M 64k", "read -P 0 0 64k")
            #expect(!output.contains("verification failed"))
            let file = try #require(FileHandle(forReadingAtPath: volume.path))
            try file.seek(toOffset: 1 << 20)
            #expect(try file.read(upToCount: 65536) == Data(repeating: 0x5a, count: 65536))
        }
    }

    @Test func `connection info and provider location are in the field's form`() async throws {
        try await TgtFixture.run { tgt in
            let volume = tgt.volume(7)
            let id = volume.export.volume.id.rawValue
            let update = try await tgt.helper.createExport(volume.export, path: volume.path)
            let info = try await tgt.helper.initializeConnection(volume.export, connector: connector("iqn.1993-08.org.debian:01:abc"))
            let portal = info.text("target_portal")
            #expect(update.providerLocation == "\(portal),7 iqn.2010-10.org.openstack:volume-\(id) 1")
            #expect(info.driverVolumeType == "iscsi")
            #expect(
                info.data == [
                    "target_discovered": false, "target_portal": .string(portal), "target_lun": 1, "volume_id": .string(id),
                    "target_iqn": .string("iqn.2010-10.org.openstack:volume-\(id)"), "auth_method": "CHAP", "encrypted": false,
                    "auth_username": .string(volume.chap.user), "auth_password": .string(volume.chap.password.reveal()),
                ]
            )
            let multipath = try await tgt.helper.initializeConnection(volume.export, connector: connector("iqn.a:b", multipath: true))
            #expect(multipath.data["target_portals"] == [.string(portal)])
            #expect(multipath.data["target_iqns"] == [.string("iqn.2010-10.org.openstack:volume-\(id)")])
            #expect(multipath.data["target_luns"] == [1])
        }
    }

    @Test func `only the right password lets in`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let wrong = CHAPCredentials(user: volume.chap.user, password: Secret("wrong-password12"))
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, chap: wrong, "read 0 4k") }
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, chap: nil, "read 0 4k") }
            try await tgt.qemuIO(info, chap: info.chap, "read 0 4k")
        }
    }

    @Test func `an export lets nobody in until a connection is initialized, and then only that name`() async throws {
        try await TgtFixture.run { tgt in
            let volume = tgt.volume(1)
            _ = try await tgt.helper.createExport(volume.export, path: volume.path)
            let info = try await tgt.helper.initializeConnection(volume.export, connector: connector("iqn.other:host"))
            let stranger = TgtFixture.initiator
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, as: stranger, chap: info.chap, "read 0 4k") }
            #expect(try await tgt.discover(at: info, as: stranger) == [])
            #expect(try await tgt.discover(at: info, as: "iqn.other:host") == [info.text("target_iqn")])
            try await tgt.qemuIO(info, as: "iqn.other:host", chap: info.chap, "read 0 4k")
        }
    }

    @Test func `two volumes are apart: neither's credentials open the other, and bytes stay where they are written`() async throws {
        try await TgtFixture.run { tgt in
            let (first, firstInfo) = try await tgt.connectedVolume(1)
            let (second, secondInfo) = try await tgt.connectedVolume(2)
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(secondInfo, chap: first.chap, "read 0 4k") }
            try await tgt.qemuIO(firstInfo, chap: firstInfo.chap, "write -P 1 0 64k")
            try await tgt.qemuIO(secondInfo, chap: second.chap, "read -P 0 0 64k", "write -P 2 0 64k")
            try await tgt.qemuIO(firstInfo, chap: firstInfo.chap, "read -P 1 0 64k")
        }
    }

    @Test func `the disk names itself after the volume and frees what is discarded`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let serial = try await tgt.libiscsi("iscsi-inq", ["-e", "1", "-c", "128"], info)
            #expect(serial.contains(volume.export.volume.id.rawValue))
            #expect(try await tgt.libiscsi("iscsi-inq", [], info).contains("Vendor:SCORIA"))
            try await tgt.qemuIO(info, chap: info.chap, "write -P 1 0 32M", "flush")
            #expect(tgt.allocatedBytes(volume) >= 32 << 20)
            try await tgt.qemuIO(info, chap: info.chap, "discard 0 32M", "flush", "read -P 0 0 32M")
            #expect(tgt.allocatedBytes(volume) < 1 << 20)
        }
    }

    @Test func `a migrated volume's disk shows the volume's id, and so it stays while the service restarts and the volume grows`()
        async throws
    {
        try await TgtFixture.run { tgt in
            let volume = tgt.migratedVolume(1)
            let id = volume.export.volume.id.rawValue
            _ = try await tgt.helper.createExport(volume.export, path: volume.path)
            let info = try await tgt.helper.initializeConnection(volume.export, connector: connector(TgtFixture.initiator))
            #expect(try await tgt.serialNumbers(info).allSatisfy { $0.contains(id) })
            let session = try await OpenSession(info)
            defer { session.close() }
            let connections = try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1")
            try await tgt.helper.ensureExports([(tgt.ensured(volume), volume.path)])
            #expect(try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1") == connections)
            try await tgt.helper.refreshExport(volume.export, path: volume.path)
            #expect(try await tgt.serialNumbers(info).allSatisfy { $0.contains(id) })
        }
    }

    @Test func `a disk that shows the id of a migration's copy, as earlier versions made it, changes with the next export only`()
        async throws
    {
        try await TgtFixture.run { tgt in
            let volume = tgt.migratedVolume(1)
            let (id, copy) = (volume.export.volume.id.rawValue, volume.export.volume.backendID.rawValue)
            _ = try await tgt.helper.createExport(volume.export, path: volume.path)
            let info = try await tgt.helper.initializeConnection(volume.export, connector: connector(TgtFixture.initiator))
            try await tgt.tgtadm(
                "--mode",
                "logicalunit",
                "--op",
                "update",
                "--tid",
                "1",
                "--lun",
                "1",
                "--params",
                "scsi_sn=\(copy),scsi_id=\(copy)"
            )
            let session = try await OpenSession(info)
            defer { session.close() }
            let connections = try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1")

            let restarted = tgt.restartedHelper()
            try await restarted.start()
            try await restarted.ensureExports([(tgt.ensured(volume), volume.path)])
            #expect(try await tgt.tgtadm("--mode", "conn", "--op", "show", "--tid", "1") == connections)
            try await restarted.refreshExport(volume.export, path: volume.path)
            #expect(!(try await session.command("write -P 1 0 4k")).contains("failed"))
            #expect(try await tgt.serialNumbers(info).allSatisfy { $0.contains(copy) })

            try await restarted.removeExport(volume.export)
            _ = try await restarted.createExport(volume.export, path: volume.path)
            _ = try await restarted.initializeConnection(volume.export, connector: connector(TgtFixture.initiator))
            #expect(try await tgt.serialNumbers(info).allSatisfy { $0.contains(id) })
        }
    }

    @Test func `an open session survives a resize, without an error under load, and sees the new size`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let session = try await OpenSession(info)
            defer { session.close() }
            _ = try await session.command("write -P 9 0 1M")
            let bench = Task {
                let arguments = ["bench", "-t", "none", "-c", "40000", "-d", "16", "-s", "4096", "-S", "4096", "-w"]
                return try await ProcessRunner().run(
                    ProcessCommand("qemu-img", arguments + info.qemuArguments(), deadlineSeconds: 90)
                )
            }
            while try await tgt.sessionCount() < 2 { await Task.yield() }
            for mebibytes in [96, 128, 192] {
                truncate(volume.path, mebibytes << 20)
                try await tgt.helper.refreshExport(volume.export, path: volume.path)
            }
            #expect(try await tgt.libiscsi("iscsi-readcapacity16", [], info).contains("\(192 << 20)"))
            #expect(try await bench.value.text.contains("Run completed"))
            #expect(!(try await session.command("truncate 192M")).contains("rror"))
            #expect(!(try await session.command("write -P 7 191M 1M")).contains("rror"))
            #expect(!(try await session.command("read -P 7 191M 1M")).contains("failed"))
        }
    }

    @Test func `a refresh that is cancelled half-way leaves the volume reachable`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            for _ in 1...10 {
                let refresh = Task { try await tgt.helper.refreshExport(volume.export, path: volume.path) }
                await Task.yield()
                refresh.cancel()
                _ = await refresh.result
                try await tgt.qemuIO(info, chap: info.chap, "read 0 4k")
            }
        }
    }

    @Test func `a refused initiator stays out and its open session ends, while others go on`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let other = "iqn.2026-11.org.scoria:other-host"
            _ = try await tgt.helper.initializeConnection(volume.export, connector: connector(other))
            let session = try await OpenSession(info)
            defer { session.close() }
            _ = try await session.command("write -P 3 0 4k")
            try await tgt.helper.terminateConnection(volume.export, connector: connector(TgtFixture.initiator))
            #expect(try await tgt.sessionCount() == 0)
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, chap: info.chap, "read 0 4k") }
            try await tgt.qemuIO(info, as: other, chap: info.chap, "read -P 3 0 4k")
            try await tgt.helper.terminateConnection(volume.export, connector: connector(TgtFixture.initiator))
            try await tgt.helper.terminateConnection(volume.export, connector: nil)
            await #expect(throws: ProcessError.self) { try await tgt.qemuIO(info, as: other, chap: info.chap, "read 0 4k") }
        }
    }

    @Test func `removing an export ends its sessions under load, and may be repeated`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let (_, bystander) = try await tgt.connectedVolume(2)
            let process = try await tgt.serverProcess()
            let load = Task {
                let arguments = ["bench", "-t", "none", "-c", "1000000", "-d", "32", "-s", "65536", "-S", "65536", "-w"]
                return try await ProcessRunner().run(
                    ProcessCommand("qemu-img", arguments + info.qemuArguments())
                )
            }
            while try await tgt.sessionCount() == 0 { await Task.yield() }
            try await tgt.helper.removeExport(volume.export)
            try await tgt.helper.removeExport(volume.export)
            load.cancel()
            _ = await load.result
            try await tgt.qemuIO(bystander, chap: bystander.chap, "read 0 4k")
            #expect(try await tgt.serverProcess() == process)
            for _ in 1...2 {
                _ = try await tgt.helper.createExport(volume.export, path: volume.path)
                let again = try await tgt.helper.initializeConnection(volume.export, connector: connector(TgtFixture.initiator))
                try await tgt.qemuIO(again, chap: again.chap, "read 0 4k")
            }
        }
    }

    @Test(arguments: [
        "iqn.1993-08.org.debian:01:abc", "eui.02004567A425678D", "naa.52004567BA64678D", "iqn.x:under_score",
        String(repeating: "i", count: 223),
    ])
    func `names of initiators that exist are accepted`(_ name: String) throws {
        try TgtFixture.idleHelper().validate(connector(name))
    }

    @Test(arguments: [
        nil, "", "iqn.a b", "iqn.x,y", "iqn.x\ny", "iqn.x:initiator-address=ALL", "iqn.é", "iqn.x\0", String(repeating: "i", count: 224),
    ])
    func `a missing or malformed initiator name is the caller's fault, and the message says which key`(_ name: String?) throws {
        let error = try #require(throws: DriverError.self) { try TgtFixture.idleHelper().validate(connector(name)) }
        #expect(error.code == .invalidConnector)
        #expect(error.message.contains("\"initiator\""))
    }

    @Test func `a file that is not there is reported for good, and nothing is left of the attempt`() async throws {
        try await TgtFixture.run { tgt in
            let volume = tgt.volume(1)
            let error = try await #require(throws: DriverError.self) {
                try await tgt.helper.createExport(volume.export, path: "/nowhere/volume")
            }
            #expect(error.disposition == .permanent)
            #expect(error.message.contains("/nowhere/volume"))
            #expect(try await tgt.listing() == "")
            _ = try await tgt.helper.createExport(volume.export, path: volume.path)
        }
    }

    @Test func `the password is in no process's arguments or environment`() async throws {
        try await TgtFixture.run { tgt in
            let volume = tgt.volume(1)
            let secret = volume.chap.password.reveal()
            let watch = Task {
                var found: [String] = []
                while !Task.isCancelled {
                    found += tgt.processes { $0.contains(secret) }
                    await Task.yield()
                }
                return found
            }
            _ = try await tgt.helper.createExport(volume.export, path: volume.path)
            _ = try await tgt.helper.initializeConnection(volume.export, connector: connector(TgtFixture.initiator))
            try await tgt.helper.removeExport(volume.export)
            watch.cancel()
            #expect(await watch.value == [])
        }
    }
}
