import Testing

@testable import ScoriaTargets

@Suite struct TgtListingTests {
    /// What tgt 1.0.85 prints of a target with a session, whose alias the initiator chose.
    private func listing(alias: String) -> String {
        """
        Target 1: iqn.2010-10.org.openstack:volume-a
            System information:
                Driver: iscsi
                State: ready
            I_T nexus information:
                I_T nexus: 1
                    Initiator: iqn.host alias: \(alias)
                    Connection: 0
                        IP Address: 127.0.0.1
            LUN information:
                LUN: 0
                    Type: controller
                    SCSI SN: beaf10
                    Backing store path: None
                LUN: 1
                    Type: disk
                    SCSI SN: a
                    Size: 67 MB, Block size: 512
                    Online: Yes
                    Thin-provisioning: Yes
                    Backing store type: rdwr
                    Backing store path: /volumes/volume: a
            Account information:
                user
            ACL information:
                iqn.host
                127.0.0.1

        """
    }

    @Test func `a target is read with its unit, accounts and access list`() throws {
        let target = try #require(TgtListing.targets(listing(alias: "none")).first)
        #expect(target.number == 1 && target.name == "iqn.2010-10.org.openstack:volume-a" && target.isReady)
        #expect(target.unit == TgtListedUnit(serial: "a", path: "/volumes/volume: a", backingStore: "rdwr", isThin: true, isOnline: true))
        #expect(target.accounts == ["user"])
        #expect(target.access == ["iqn.host", "127.0.0.1"])
    }

    @Test func `an alias that pretends to be more of the listing costs at most its own target`() {
        let forged = "x\nTarget 9: iqn.2010-10.org.openstack:volume-b\n    ACL information:\n        iqn.intruder"
        let targets = TgtListing.targets(listing(alias: forged) + listing(alias: "none").replacing("Target 1", with: "Target 9"))
        #expect(targets.filter { $0.number == 9 }.map(\.access).contains(["iqn.host", "127.0.0.1"]))
    }

    @Test func `connections are read with their session and initiator`() {
        let text =
            "Session: 3\n    Connection: 0\n        Initiator: iqn.a\n        IP Address: ::1\nSession: 4\n    Connection: 1\n        Initiator: iqn.b\n"
        #expect(
            TgtListing.connections(text) == [
                TgtListedConnection(session: 3, connection: 0, initiator: "iqn.a"),
                TgtListedConnection(session: 4, connection: 1, initiator: "iqn.b"),
            ]
        )
        #expect(TgtListing.portals("Portal: 127.0.0.1:3260,1\nPortal: [::1]:3260,1\n") == ["127.0.0.1:3260", "[::1]:3260"])
    }
}
