import ScoriaModel
import Testing

@testable import ScoriaAttach

@Suite("Connection info and settings")
struct ConnectionTests {
    @Test("one portal, as tgt has it, and IPv6")
    func onePortal() throws {
        let info: [String: JSONValue] = [
            "driver_volume_type": "iscsi", "target_portal": "[2001:db8::1]:3260", "target_iqn": "iqn.2010-10.org.openstack:volume-1",
            "target_lun": 1,
        ]
        guard case .iscsi(let ways, nil) = try Connection(info) else {
            Issue.record("it is read as something else")
            return
        }
        #expect(ways.map(\.address) == ["2001:db8::1"] && ways.map(\.portal) == ["[2001:db8::1]:3260"] && ways.map(\.lun) == [1])
    }

    @Test("both forms of NVMe")
    func nvme() throws {
        let second: [String: JSONValue] = [
            "driver_volume_type": "nvmeof", "target_nqn": "nqn.2014-08.org.nvmexpress:uuid:1", "vol_uuid": "1",
            "portals": [["192.0.2.1", 4420, "tcp"], ["192.0.2.2", "4421", "RoCEv2"]], "ns_id": .null,
        ]
        guard case .nvme(let first) = try Connection(AttacherTests.nvme), case .nvme(let several) = try Connection(second) else {
            Issue.record("it is read as something else")
            return
        }
        #expect(first.portals.map(\.port) == [4420] && first.namespaceID == 1)
        #expect(several.portals.map(\.transport) == ["tcp", "rdma"] && several.portals.map(\.port) == [4420, 4421])
    }

    @Test(
        "nothing passes that a program or a record could take for something else",
        arguments: [
            ("target_portal", "192.0.2.1"), ("target_portal", "--help:3260"), ("target_portal", "192.0.2.1/..:3260"),
            ("target_iqn", "volume-1"), ("target_iqn", "iqn.2010-10.org/../../x"), ("target_iqn", "iqn.x\nnode.startup = automatic"),
            ("auth_username", "a b"), ("auth_password", "x\nnode.conn[0].address = 192.0.2.66"), ("auth_method", "SRP"),
        ] as [(String, String)]
    )
    func hostile(key: String, value: String) throws {
        var info = AttacherTests.iscsi
        info[key] = .string(value)
        let error = #expect(throws: AttachError.self) { try Connection(info) }
        #expect(error?.message.contains(value) == false)
    }

    @Test("a disk is the volume's by its whole serial number, or by the digits that LIO puts into its name")
    func identity() throws {
        let volume = try #require(VolumeID(parsing: AttacherTests.id))
        #expect(DiskIdentity.serial(AttacherTests.id).matches(volume))
        #expect(DiskIdentity.serial("6F1C5B8E52A14C6F9D2E8A7B3C4D5E6F").matches(volume))
        #expect(!DiskIdentity.serial("6f1c5b8e52a14c6f9d2e8a7b3").matches(volume))
        #expect(DiskIdentity.beginning("6f1c5b8e52a14c6f9d2e8a7b3").matches(volume))
        #expect(!DiskIdentity.beginning("6f1c5b8e52a14c6f9d2e8a7b4").matches(volume))
        #expect(!DiskIdentity.beginning("").matches(volume) && !DiskIdentity.nothing.matches(volume))
    }

    @Test("the variables of `openstack` say how to log in")
    func settings() throws {
        let plain = try ClientSettings(environment: ["OS_PROJECT_ID": "p"], endpoint: "http://[::1]:8776/")
        guard case .none("admin", "p") = plain.login else {
            Issue.record("noauth is read as something else")
            return
        }
        #expect(plain.endpoint == "http://[::1]:8776/v3")
        let keystone = try ClientSettings(environment: [
            "OS_AUTH_URL": "https://keystone:5000/v3/", "OS_USERNAME": "u", "OS_PASSWORD": "planted-secret", "OS_PROJECT_NAME": "p",
            "OS_INTERFACE": "internalURL",
        ])
        guard case .keystone("https://keystone:5000/v3/auth/tokens", let body, _) = keystone.login else {
            Issue.record("a password is read as something else")
            return
        }
        #expect(keystone.endpoint == nil && keystone.interface == "internal")
        #expect(try JSONValue(parsing: body.reveal())["auth"]?["scope"]?["project"]?["domain"]?["id"] == "default")
        #expect(!"\(keystone)".contains("planted-secret"))
        #expect(throws: AttachError.self) { try ClientSettings(environment: ["OS_AUTH_TYPE": "v3oidcpassword"]) }
        #expect(throws: AttachError.self) { try ClientSettings(environment: ["OS_AUTH_URL": "https://keystone"]) }
    }
}
