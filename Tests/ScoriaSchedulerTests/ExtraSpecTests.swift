import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// The rules of `scheduler.md` section 3, with every row that the original code computed.
@Suite struct ExtraSpecTests {
    static let rows: [(JSONValue, String?, Bool)] = [
        ("10", "= 9", true),
        ("10", "= 11", false),
        (10, ">= 10", true),
        ("1.0", "== 1", true),
        ("abc", "<in> b", true),
        (["a", "b"], "<in> b", true),
        (true, "<is> True", true),
        ("yes", "<is> True", true),
        (false, "<is> True", false),
        (.null, "<is> False", false),
        ("ssd", "<or> hdd <or> ssd", true),
        ("sas", "<or> hdd <or> ssd", false),
        ("10", "s< 2", true),
        ("2", "s< 10", false),
        (10, "10", false),
        (true, "True", false),
        ("abc", ">= 1", false),
        ("", "", true),
        // The rest of the operators, and the edges of the rules.
        (.null, nil, true),
        ("x", nil, false),
        (10, "!= 11", true),
        (10, "<= 9.5", false),
        ("10", "s== 10", true),
        ("10", "s!= 10", false),
        ("b", "s>= b", true),
        ("b", "s> b", false),
        ("b", "s<= c", true),
        ("a b", "a b", true),
        ("ssd", "<or>", false),
        ("ssd", "hdd <or> ssd", false),
        (10, "==", false),
        (10, "== ten", false),
        (10, "== 10 and more", true),
        (["name": 1], "<in> name", true),
        (16, "== 0x10", false),
        ("1_000", "== 1000", true),
        (" 10 ", "== 1e1", true),
        (["b"], "<is> True", false),
        (1, "<is> yes", true),
    ]

    @Test(arguments: rows) func oneValueAnswersARequest(_ capability: JSONValue, _ request: String?, _ isMatch: Bool) {
        #expect(ExtraSpecMatch(request).matches(capability) == isMatch)
    }

    @Test func aListPassesWhenAnyElementDoes() {
        #expect(ExtraSpecMatch("b").passes(["a", "b"]))
        #expect(!ExtraSpecMatch("c").passes(["a", "b"]))
    }

    @Test func aMissingCapabilityAnswersNothing() {
        #expect(!ExtraSpecMatch("x").passes(nil))
        #expect(!ExtraSpecMatch(nil).passes(nil))
    }

    static let specs: [(String, String, Bool)] = [
        ("disk", "ssd", true),
        ("capabilities:disk", "ssd", true),
        ("capabilities:cache:size", ">= 4", true),
        ("capabilities:cache:size", ">= 5", false),
        ("capabilities:cache:kind", "s== nvme", false),
        ("capabilities:disk:size", ">= 1", false),
        ("vendor:anything", "not looked at", true),
        ("unheard", "<is> True", false),
        ("levels", "raid6", true),
        ("volume_backend_name", "fast", true),
        ("volume_backend_name", "slow", false),
        ("storage_protocol", "iSCSI", true),
        ("storage_protocol", "iscsi", true),
        ("storage_protocol", "<in> scsi", true),
        ("storage_protocol", "FC", false),
        ("multiattach", "<is> True", false),
        ("thick_provisioning_support", "<is> True", true),
        ("RESKEY:availability_zones", "elsewhere", true),
        ("provisioning:type", "thin", true),
    ]

    @Test(arguments: specs) func anExtraSpecSelectsPools(_ key: String, _ value: String, _ isMatch: Bool) {
        let candidate = pool(offering: ["disk": "ssd", "cache": ["size": 4], "levels": ["raid5", "raid6"]])
        let objection = CapabilitiesFilter().objection(to: candidate, for: .create(1, [key: value]))
        #expect((objection == nil) == isMatch)
    }

    @Test func aPoolSpeaksBeforeItsBackend() {
        let candidate = pool(offering: ["volume_backend_name": "special"])
        #expect(CapabilitiesFilter().objection(to: candidate, for: .create(1, ["volume_backend_name": "special"])) == nil)
    }

    @Test func fibreChannelHasThreeSpellings() {
        let candidate = pool(offering: ["storage_protocol": "FC"])
        for spelling in ["FC", "fc", "fibre_channel"] {
            #expect(CapabilitiesFilter().objection(to: candidate, for: .create(1, ["storage_protocol": spelling])) == nil)
        }
    }

    @Test func anAttachedVolumeGrowsOnlyWherePoolsAllowIt() {
        let candidate = pool { $0.supportsOnlineExtend = false }
        #expect(CapabilitiesFilter().objection(to: candidate, for: .extend(from: 1, to: 2, attached: true)) != nil)
        #expect(CapabilitiesFilter().objection(to: candidate, for: .extend(from: 1, to: 2, attached: false)) == nil)
    }
}
