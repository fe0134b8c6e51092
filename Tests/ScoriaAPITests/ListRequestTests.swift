import ScoriaAPI
import ScoriaModel
import Testing

@Suite("The query of a list says which page of which rows")
struct ListRequestTests {
    private func list(
        _ query: String,
        _ resource: ListedResource = .volume,
        _ minor: UInt8 = 71,
        admin: Bool = false
    ) throws -> ListRequest {
        try ListRequest(query: query, of: resource, for: ListContext(version: Microversion(minor), isAdmin: admin))
    }

    @Test("without a query: the newest thousand of the own project")
    func defaults() throws {
        let request = try list("")
        #expect(request.limit == 1000 && request.offset == 0 && request.marker == nil)
        #expect(request.sorts == [.init("created_at", isAscending: false)])
        #expect(request.filters.isEmpty && !request.isForAllProjects && !request.wantsCount && !request.matchesNothing)
    }

    @Test("limit, offset and marker")
    func page() throws {
        let request = try list("limit=5&offset=10&marker=abc")
        #expect(request.limit == 5 && request.offset == 10 && request.marker == "abc")
        #expect(try list("limit=0").limit == 0)
        #expect(try list("limit=5000").limit == 1000)
        #expect(try list("limit=99999999999").limit == 1000)
    }

    @Test("order, in both spellings")
    func sorts() throws {
        #expect(try list("sort=name:asc,size").sorts == [.init("name", isAscending: true), .init("size", isAscending: false)])
        #expect(try list("sort_key=display_name&sort_dir=asc").sorts == [.init("name", isAscending: true)])
        #expect(try list("sort_key=status").sorts == [.init("status", isAscending: false)])
        #expect(try list("sort=name", .snapshot, 30).sorts == [.init("name", isAscending: false)])
        #expect(try list("sort=created_at%3Aasc").sorts == [.init("created_at", isAscending: true)])
    }

    @Test(
        "refused",
        arguments: [
            "limit=x", "limit=-1", "limit=", "limit=1.5", "offset=-1", "offset=2147483648", "offset=x", "sort=name&sort_key=name",
            "sort=name&sort_dir=asc", "sort=colour", "sort=name:up", "sort_dir=up", "sort=", "sort=,", "with_count=maybe", "colour=red",
            "name~=a", "sch%C3%B6n=1", "%FF=1", "name=%FF", "size=big", "bootable=maybe", "metadata=nonsense", "created_at=gt:then",
            "created_at=at:2026-01-01", "project_id=1",
        ]
    )
    func refused(query: String) {
        let fault = #expect(throws: Fault.self) { try list(query) }
        #expect(fault?.status == .badRequest)
    }

    @Test("more conditions in one filter than the database can nest")
    func tooManyConditions() throws {
        func members(_ count: Int) -> String { "metadata={" + (0..<count).map { "'\($0)':''" }.joined(separator: ",") + "}" }
        func moments(_ count: Int) -> String { "created_at=" + Array(repeating: "gt:2026-01-01", count: count).joined(separator: ",") }
        #expect(try list(members(128)).filters.count == 1)
        #expect(try list(moments(128)).filters.count == 1)
        #expect(throws: Fault.self) { try list(members(129)) }
        #expect(throws: Fault.self) { try list(moments(129)) }
    }

    @Test("a snapshot's name is a sort key from 3.30 on")
    func snapshotName() {
        #expect(throws: Fault.self) { try list("sort=name", .snapshot, 29) }
    }

    @Test("filters are read by their kind")
    func filters() throws {
        let request = try list(
            "name=a+b&status=error&size=3&bootable=Yes&metadata=%7B%27k%27%3A%20%27v%27%7D&created_at=gt:2026-01-01,lte:2026-02-01T00:00:00"
        )
        #expect(request.filter("name") == .equals("a b"))
        #expect(request.filter("status") == .equals("error"))
        #expect(request.filter("size") == .isNumber(3))
        #expect(request.filter("bootable") == .isTrue(true))
        #expect(request.filter("metadata") == .hasMembers(["k": "v"]))
        let first = try #require(Timestamp(rawValue: "2026-01-01"))
        let last = try #require(Timestamp(rawValue: "2026-02-01"))
        #expect(request.filter("created_at") == .times([.init(.isAfter, first), .init(.isNotAfter, last)]))
    }

    @Test("what users may not filter by was dropped before 3.31 and is refused since")
    func configured() throws {
        #expect(try list("colour=red&host=h&name=x", .volume, 30).filters == [ListFilter("name", .equals("x"))])
        #expect(throws: Fault.self) { try list("host=h", .volume, 31) }
        #expect(try list("host=h", .volume, 31, admin: true).filters == [ListFilter("host", .equals("h"))])
        #expect(try list("colour=red", .volume, 31, admin: true).matchesNothing)
        let own = ResourceFilters([("volume", ["name~"])])
        let context = ListContext(version: Microversion(34), isAdmin: false, allowedFilters: own)
        #expect(try ListRequest(query: "name~=a", of: .volume, for: context).filter("name") == .contains("a"))
        #expect(try ListRequest(query: "name=a", of: .volume, for: context).filter("name") == .equals("a"))
    }

    @Test("like filters come with 3.34")
    func like() throws {
        #expect(try list("name~=ab", .volume, 34, admin: true).filter("name") == .contains("ab"))
        let before = try list("name~=ab", .volume, 33, admin: true)
        #expect(before.filters.isEmpty && !before.matchesNothing)
        #expect(try list("size~=1", .volume, 34, admin: true).matchesNothing)
    }

    @Test("filters that came later are dropped before their version")
    func since() throws {
        #expect(try list("group_id=g", .volume, 9, admin: true).filters.isEmpty)
        #expect(try list("group_id=g", .volume, 10).filters.count == 1)
        #expect(try list("glance_metadata={'a':'b'}", .volume, 3, admin: true).filters.isEmpty)
        #expect(try list("glance_metadata={'a':'b'}", .volume, 4, admin: true).filter("glance_metadata") == .hasMembers(["a": "b"]))
        #expect(try list("metadata={'a':'b'}", .snapshot, 21).filters.isEmpty)
        #expect(try list("metadata={'a':'b'}", .snapshot, 22).filters.count == 1)
        #expect(try list("created_at=gt:2026-01-01", .volume, 30, admin: true).filters.isEmpty)
        #expect(try list("created_at=gt:2026-01-01", .volume, 31).filters.count == 1)
        #expect(try list("consumes_quota=no", .volume, 64, admin: true).filters.isEmpty)
        #expect(try list("consumes_quota=no", .volume, 65, admin: true).filter("consumes_quota") == .isTrue(false))
    }

    @Test(
        "bootable before 3.2: any text that is not false is true",
        arguments: [("False", false), ("", false), ("true", true), ("x", true)]
    )
    func bootable(value: String, meaning: Bool) throws {
        #expect(try list("bootable=\(value)", .volume, 1).filter("bootable") == .isTrue(meaning))
    }

    @Test("the count comes with 3.45, and all projects are for administrators")
    func others() throws {
        #expect(try list("with_count=true", .volume, 45).wantsCount)
        #expect(try !list("with_count=true", .volume, 30).wantsCount)
        #expect(throws: Fault.self) { try list("with_count=true", .volume, 44) }
        #expect(try !list("all_tenants=1").isForAllProjects)
        #expect(try list("all_tenants=1", admin: true).isForAllProjects)
        #expect(throws: Fault.self) { try list("all_tenants=perhaps", admin: true) }
        #expect(try list("all_tenants=1&project_id=p", admin: true).filter("project_id") == .equals("p"))
    }

    @Test("messages know no pages before 3.5")
    func messages() throws {
        let early = try list("limit=2&offset=1&marker=m&sort=colour&event_id=e", .message, 4)
        #expect(early.filters.isEmpty && early.limit == 1000 && early.offset == 0 && early.marker == nil)
        #expect(throws: Fault.self) { try list("limit=x", .message, 4) }
        #expect(try list("event_id=e", .message, 5).filter("event_id") == .equals("e"))
    }

    @Test("types: both kinds, one kind, and extra specs from 3.52 on")
    func types() throws {
        #expect(try list("is_public=None", .volumeType).filters.isEmpty)
        #expect(try list("is_public=false", .volumeType).filter("is_public") == .isTrue(false))
        #expect(throws: Fault.self) { try list("is_public=perhaps", .volumeType) }
        #expect(try list("extra_specs={'a':'b'}", .volumeType, 51).filters.isEmpty)
        #expect(try list("extra_specs={'a':'b'}", .volumeType, 52).filter("extra_specs") == .hasMembers(["a": "b"]))
    }

    @Test("a next link is due on a full page, and with a count on every page")
    func full() throws {
        let request = try list("limit=2")
        #expect(request.isFull(returned: 2, total: nil) && !request.isFull(returned: 1, total: nil))
        #expect(request.isFull(returned: 1, total: 3) && !request.isFull(returned: 0, total: 3))
        #expect(try !list("limit=0").isFull(returned: 0, total: nil))
    }

    @Test("pools: detail, and filters by version")
    func pools() throws {
        func pools(_ query: String, _ minor: UInt8) throws -> PoolQuery {
            try PoolQuery(query: query, for: ListContext(version: Microversion(minor), isAdmin: true))
        }
        #expect(try pools("detail=True&name=x", 27).wantsDetail)
        #expect(try pools("name=x&colour=red", 27).name == nil)
        #expect(try pools("name=x&colour=red", 28).name == "x")
        #expect(throws: Fault.self) { try pools("colour=red", 31) }
        #expect(try pools("volume_type=t", 34).volumeType == nil)
        #expect(try pools("volume_type=t", 35).volumeType == "t")
        #expect(throws: Fault.self) { try pools("detail=perhaps", 0) }
    }
}
