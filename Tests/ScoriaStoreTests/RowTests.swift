import ScoriaModel
import ScoriaStore
import Testing

@Suite("Rows and the model")
struct RowTests {
    @Test("a volume with every field set, and one with none of the optional ones, come back as they were")
    func volumes() async throws {
        try await withStore { store in
            let full = fullVolume(1)
            let bare = Sample.volume(2)
            try await store.write { transaction in
                try transaction.insert(full)
                try transaction.insert(bare)
            }
            #expect(try store.read { try $0.volume(full.id) } == full)
            #expect(try store.read { try $0.volume(bare.id, in: bare.projectID) } == bare)
            #expect(try store.read { try $0.volume(bare.id, in: ProjectID(rawValue: "another")) } == nil)
            #expect(try store.read { try $0.volume(Sample.id(3)) } == nil)
        }
    }

    @Test("an update writes every field but the statuses")
    func updates() async throws {
        try await withStore { store in
            let bare = Sample.volume(1, status: .extending)
            var full = fullVolume(1)
            try await store.write { [full] transaction in
                try transaction.insert(bare)
                #expect(try transaction.update(full))
                #expect(try !transaction.update(Sample.volume(9)))
            }
            full.status = .extending
            full.attachStatus = .detached
            #expect(try store.read { try $0.volume(full.id) } == full)
        }
    }

    @Test("a snapshot and an attachment with every field set come back as they were")
    func snapshotsAndAttachments() async throws {
        try await withStore { store in
            let volume = Sample.volume(1)
            var snapshot = Sample.snapshot(2, of: volume, status: .creating)
            snapshot.updatedAt = Sample.moment(5)
            snapshot.name = "näme \"quoted\" \u{1}"
            snapshot.description = ""
            snapshot.progress = "50%"
            snapshot.volumeTypeID = Sample.id(4)
            snapshot.groupSnapshotID = "group snapshot"
            snapshot.metadata = ["key": "välue", "": "\\"]
            snapshot.providerID = "provider"
            snapshot.providerLocation = "location"
            snapshot.consumesQuota = false
            var attachment = Sample.attachment(3, of: volume)
            attachment.status = .attached
            attachment.instanceID = "instance"
            attachment.attachedHost = "host"
            attachment.mountpoint = "/dev/vdb"
            attachment.mode = .readOnly
            attachment.updatedAt = Sample.moment(6)
            attachment.attachedAt = Sample.moment(7)
            attachment.detachedAt = Sample.moment(8)
            attachment.connector = Connector(fields: ["initiator": "iqn.x", "wwpns": ["1", "2"], "multipath": true, "n": 3])
            attachment.connectionInfo = ConnectionInfo(driverVolumeType: "iscsi", data: ["target_lun": 1, "auth_password": "secret"])
            attachment.formerConnectors = [Connector(fields: ["initiator": "iqn.y"]), Connector(fields: ["initiator": "iqn.z"])]
            try await store.write { [snapshot, attachment] transaction in
                try transaction.insert(volume)
                try transaction.insert(snapshot)
                try transaction.insert(attachment)
            }
            #expect(try store.read { try $0.snapshot(snapshot.id) } == snapshot)
            #expect(try store.read { try $0.attachment(attachment.id) } == attachment)
            #expect(try store.read { try $0.attachments(of: volume.id) } == [attachment])
            #expect(try store.read { try $0.newestSnapshot(of: volume.id) } == snapshot)
        }
    }

    @Test("a row whose status nobody knows is an error that names the row, and an administrative override mends it")
    func corruptRow() async throws {
        try await withStore { store in
            let volume = Sample.volume(1)
            try await store.write { transaction in
                try transaction.insert(volume)
                _ = try transaction.connection.execute("UPDATE volumes SET status = 'melted'", [])
            }
            let failure = #expect(throws: StoreError.self) { try store.read { try $0.volume(volume.id) } }
            #expect(failure?.code == .corruptRow)
            #expect(failure?.message.contains(volume.id.rawValue) == true)
            #expect(failure?.message.contains("status") == true)
            try await store.write { _ = try $0.move(volume.id, from: nil, to: .error, at: Sample.moment(1)) }
            #expect(try store.read { try $0.volume(volume.id)?.status } == .error)
        }
    }

    @Test("a volume cannot go while a snapshot, an attachment or an export refers to it")
    func references() async throws {
        try await withStore { store in
            let volume = Sample.volume(1)
            try await store.write { transaction in
                try transaction.insert(volume)
                try transaction.insert(Sample.snapshot(2, of: volume))
            }
            let refusal = await #expect(throws: StoreError.self) { try await store.write { _ = try $0.delete(volume.id) } }
            #expect(refusal?.code == .constraint)
            try await store.write { transaction in
                try transaction.delete(SnapshotID(rawValue: Sample.id(2, of: Snapshot.self).rawValue))
                #expect(try transaction.delete(volume.id))
                #expect(try !transaction.delete(volume.id))
            }
        }
    }

    @Test("the built-in type exists from the start, and a type in use stays")
    func types() async throws {
        try await withStore { store in
            let builtIn = try #require(try store.read { try $0.volumeType(named: VolumeType.defaultName) })
            #expect(builtIn.isPublic)
            let hidden = VolumeType(
                id: Sample.id(1),
                name: "gold",
                description: nil,
                isPublic: false,
                extraSpecs: ["multiattach": "<is> True"],
                createdAt: Sample.moment()
            )
            var volume = Sample.volume(1)
            volume.volumeTypeID = hidden.id
            try await store.write { [volume] transaction in
                try transaction.insert(hidden)
                try transaction.insert(volume)
                #expect(try !transaction.mayUse(hidden, project: Sample.project))
                #expect(try transaction.addAccess(to: hidden.id, for: Sample.project))
                #expect(try !transaction.addAccess(to: hidden.id, for: Sample.project))
                #expect(try transaction.mayUse(hidden, project: Sample.project))
                #expect(try transaction.volumeTypes(usableBy: Sample.project).map(\.name) == ["gold", VolumeType.defaultName])
                #expect(throws: StoreError.self) { try transaction.delete(hidden.id) }
                try transaction.delete(volume.id)
                #expect(try transaction.delete(hidden.id))
                #expect(try transaction.projects(withAccessTo: hidden.id).isEmpty)
            }
        }
    }

    private func fullVolume(_ number: Int) -> Volume {
        var volume = Sample.volume(number, size: 7, status: .inUse)
        volume.updatedAt = Sample.moment(1)
        volume.name = "a name"
        volume.description = "a description"
        volume.attachStatus = .attached
        volume.previousStatus = .reserved
        volume.migrationStatus = "none"
        volume.replicationStatus = "enabled"
        volume.availabilityZone = "nova"
        volume.host = PoolAddress(rawValue: "host@backend#pool")
        volume.volumeTypeID = Sample.id(11)
        volume.isBootable = true
        volume.isEncrypted = true
        volume.isMultiattach = true
        volume.snapshotID = Sample.id(12)
        volume.sourceVolumeID = Sample.id(13)
        volume.groupID = "group"
        volume.metadata = ["a": "1", "b": "ü"]
        volume.adminMetadata = [Volume.readOnlyKey: "True"]
        volume.imageMetadata = ["min_ram": "0"]
        volume.providerID = "provider"
        volume.providerLocation = "location"
        volume.sharesTargets = false
        volume.serviceID = Sample.id(14)
        volume.clusterName = "cluster"
        volume.nameID = Sample.id(15)
        volume.consumesQuota = false
        volume.scheduledAt = Sample.moment(2)
        volume.launchedAt = Sample.moment(3)
        volume.terminatedAt = Sample.moment(4)
        return volume
    }
}
