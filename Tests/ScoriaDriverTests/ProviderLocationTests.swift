import ScoriaDriver
import ScoriaModel
import Testing

/// The texts of `provider_location` and `provider_auth` (`driver-interface.md` 6).
@Suite struct ProviderLocationTests {
    @Test(arguments: [
        (ProviderLocation.iscsi(portals: ["10.0.0.1:3260"], number: 3, iqn: "iqn.x:v", lun: 1), "10.0.0.1:3260,3 iqn.x:v 1"),
        (
            .iscsi(portals: ["[fd00::1]:3260", "10.0.0.2:3260"], number: 3, iqn: "iqn.x:v", lun: 0),
            "[fd00::1]:3260;10.0.0.2:3260,3 iqn.x:v 0"
        ),
        (.nvme(addresses: ["10.0.0.1"], port: 4420, transport: "tcp", nqn: "nqn.x", namespaceID: 7), "10.0.0.1:4420 tcp nqn.x 7"),
        (.nvme(addresses: ["fd00::1", "fd00::2"], port: 1, transport: "rdma", nqn: "n", namespaceID: 7), "fd00::1,fd00::2:1 rdma n 7"),
        (.nfs(server: "server", path: "/a/b"), "server:/a/b"), (.nfs(server: "[fd00::1]", path: "/a:/b"), "[fd00::1]:/a:/b"),
    ])
    func isWrittenAndReadBack(_ location: ProviderLocation, _ text: String) {
        #expect(location.text == text)
        let read =
            switch location {
            case .iscsi: ProviderLocation.iscsi(parsing: text)
            case .nvme: ProviderLocation.nvme(parsing: text)
            case .nfs: ProviderLocation.nfs(parsing: text)
            }
        #expect(read == location)
    }

    @Test(arguments: ["", " ", "10.0.0.1:3260 iqn 1", "10.0.0.1:3260,x iqn 1", ",1 iqn 1", "10.0.0.1:3260,1 iqn", "a:1,1 iqn 1 2", ":/x"])
    func refusesOtherTexts(_ text: String) {
        #expect(ProviderLocation.iscsi(parsing: text) == nil)
        #expect(ProviderLocation.nvme(parsing: text) == nil)
        #expect(ProviderLocation.nfs(parsing: text) == nil)
    }

    @Test func credentialsAreWrittenAndReadBack() {
        let credentials = CHAPCredentials(user: "user", password: Secret("pass word"))
        #expect(credentials.providerAuth.reveal() == "CHAP user pass word")
        #expect(CHAPCredentials(providerAuth: credentials.providerAuth) == credentials)
        #expect(CHAPCredentials(providerAuth: Secret("PAP user x")) == nil)
        #expect(CHAPCredentials(providerAuth: Secret("CHAP user")) == nil)
    }
}
