import ScoriaDriver
import ScoriaModel
import Testing

/// The keys that clients read, protocol by protocol (`driver-interface.md` 6).
@Suite struct EndpointTests {
    private let volumeID = VolumeID(rawValue: "6a2f4e6e-1c3f-4f0c-9a52-8f2f6c1f0a11")

    private func path(_ number: Int) -> ISCSIEndpoint.Path {
        ISCSIEndpoint.Path(portal: "10.0.0.\(number):3260", iqn: "iqn.2010-10.org.openstack:volume-\(number)", lun: number)
    }

    @Test func iscsiWithOnePath() {
        let chap = CHAPCredentials(user: "u", password: Secret("p"))
        let info = Endpoint.iscsi(ISCSIEndpoint(path: path(1), volumeID: volumeID, chap: chap)).connectionInfo
        #expect(info.driverVolumeType == "iscsi")
        #expect(
            info.data == [
                "target_discovered": false, "target_portal": "10.0.0.1:3260", "target_iqn": "iqn.2010-10.org.openstack:volume-1",
                "target_lun": 1, "volume_id": .string(volumeID.rawValue), "encrypted": false, "auth_method": "CHAP", "auth_username": "u",
                "auth_password": "p",
            ]
        )
    }

    @Test func iscsiWithSeveralPathsOrAMultipathClient() {
        let several = Endpoint.iscsi(ISCSIEndpoint(path: path(1), furtherPaths: [path(2)], volumeID: volumeID)).connectionInfo.data
        #expect(several["target_portal"] == "10.0.0.1:3260")
        #expect(several["target_portals"] == ["10.0.0.1:3260", "10.0.0.2:3260"])
        #expect(several["target_iqns"]?.array?.count == 2)
        #expect(several["target_luns"] == [1, 2])
        #expect(several["auth_method"] == nil)
        let asked = Endpoint.iscsi(ISCSIEndpoint(path: path(1), listsPaths: true, volumeID: volumeID)).connectionInfo.data
        #expect(asked["target_luns"] == [1])
    }

    @Test func iserHasTheKeysOfISCSI() {
        let endpoint = ISCSIEndpoint(path: path(1), volumeID: volumeID)
        #expect(Endpoint.iser(endpoint).connectionInfo.driverVolumeType == "iser")
        #expect(Endpoint.iser(endpoint).connectionInfo.data == Endpoint.iscsi(endpoint).connectionInfo.data)
    }

    @Test func fibreChannel() {
        let map = ["10000090fa534cd0": ["500a098280feeba5"]]
        let target = FibreChannelEndpoint.Target(wwn: "500a098280feeba5", lun: 4)
        let single = Endpoint.fibreChannel(FibreChannelEndpoint(targets: .single(target), initiatorTargetMap: map)).connectionInfo
        #expect(single.driverVolumeType == "fibre_channel")
        #expect(single.data["target_wwn"] == "500a098280feeba5")
        #expect(single.data["target_lun"] == 4)
        #expect(single.data["target_wwns"] == nil)
        #expect(single.data["initiator_target_map"] == ["10000090fa534cd0": ["500a098280feeba5"]])
        let list = Endpoint.fibreChannel(
            FibreChannelEndpoint(targets: .list([target, target]), initiatorTargetMap: map, allowsDiscard: true)
        ).connectionInfo.data
        #expect(list["target_wwn"]?.array?.count == 2)
        #expect(list["target_luns"] == [4, 4])
        #expect(list["discard"] == true)
    }

    @Test func nvmeInBothVersions() {
        let (tcp, rdma) = (
            NVMeEndpoint.Portal(address: "10.0.0.1", transport: .tcp),
            NVMeEndpoint.Portal(address: "10.0.0.2", port: 4421, transport: .rdma)
        )
        let first = Endpoint.nvme(.version1(portal: rdma, nqn: "nqn.x", namespaceID: 3)).connectionInfo
        #expect(first.driverVolumeType == "nvmeof")
        #expect(
            first.data == [
                "target_portal": "10.0.0.2", "target_port": 4421, "nqn": "nqn.x", "transport_type": "rdma", "ns_id": 3,
            ]
        )
        let second = Endpoint.nvme(
            .version2(portals: [tcp, rdma], nqn: "nqn.x", volumeUUID: volumeID.rawValue, namespaceID: nil, replication: nil)
        ).connectionInfo.data
        #expect(second["portals"] == [["10.0.0.1", 4420, "tcp"], ["10.0.0.2", 4421, "RoCEv2"]])
        #expect(second["target_nqn"] == "nqn.x")
        #expect(second["vol_uuid"] == .string(volumeID.rawValue))
        #expect(second["ns_id"] == .null)
    }

    @Test func rbdNFSAndLocal() {
        let rbd = RBDEndpoint(
            pool: "volumes",
            image: "volume-1",
            volumeID: volumeID,
            monitors: [.init(host: "10.0.0.9", port: "6789")],
            user: "cinder",
            secretUUID: "s",
            keyring: Secret("k")
        )
        let data = Endpoint.rbd(rbd).connectionInfo.data
        #expect(data["name"] == "volumes/volume-1")
        #expect(data["hosts"] == ["10.0.0.9"])
        #expect(data["ports"] == ["6789"])
        #expect(data["auth_enabled"] == true)
        #expect(data["secret_type"] == "ceph")
        #expect(data["keyring"] == "k")
        let nfs = Endpoint.nfs(NFSEndpoint(export: "server:/path", file: "volume-1", options: "-o vers=4", format: .qcow2)).connectionInfo
        #expect(nfs.data == ["export": "server:/path", "name": "volume-1", "options": "-o vers=4", "format": "qcow2"])
        #expect(Endpoint.local(devicePath: "/dev/x").connectionInfo.data == ["device_path": "/dev/x"])
    }
}
