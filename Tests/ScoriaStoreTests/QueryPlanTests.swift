import ScoriaModel
import Testing

@testable import ScoriaStore

/// Why a listing costs the same for a thousand rows and a million: what the engine says it will do.
@Suite("Query plans")
struct QueryPlanTests {
    @Test("every sort of volumes walks one index, from the start and from a marker, in both directions and scopes")
    func volumeSorts() async throws {
        try await withPlans { plans, marker in
            for key in VolumeSortKey.allCases where key.column.isIndexed {
                for descending in [false, true] {
                    for project in [Sample.project, nil] {
                        var query = VolumeListQuery(project: project, limit: 100)
                        query.sort = [VolumeListQuery.Sort(key, descending: descending)]
                        try expectIndexWalk(plans) { try $0.listVolumes(query) { _ in } }
                        query.marker = marker
                        try expectIndexWalk(plans) { try $0.listVolumes(query) { _ in } }
                    }
                }
            }
        }
    }

    @Test("filters on indexed columns walk one index in the default order")
    func volumeFilters() async throws {
        try await withPlans { plans, marker in
            let filters: [ListFilter<VolumeFilterKey>] = [
                .equals(.name, "x"), .equals(.status, "error"), .equals(.size, 1), .equals(.availabilityZone, "nova"),
                .equals(.bootable, true), .equals(.volumeTypeID, "x"), .contains(.name, "x"), .equals(.consumesQuota, true),
                .member(.metadata, name: "a", value: "b"), .compares(.createdAt, .greater, Sample.moment()),
                .compares(.updatedAt, .greater, Sample.moment()), .equals(.host, "x"),
            ]
            for filter in filters {
                for project in [Sample.project, nil] {
                    var query = VolumeListQuery(project: project, limit: 100)
                    query.filters = [filter]
                    try expectIndexWalk(plans) { try $0.listVolumes(query) { _ in } }
                    query.marker = marker
                    try expectIndexWalk(plans) { try $0.listVolumes(query) { _ in } }
                }
            }
        }
    }

    @Test("filters that few rows pass use their own index, and may sort what they find")
    func selectiveFilters() async throws {
        try await withPlans { plans, _ in
            for key in [VolumeFilterKey.id, .snapshotID, .sourceVolumeID, .groupID] {
                for project in [Sample.project, nil] {
                    var query = VolumeListQuery(project: project, limit: 100)
                    query.filters = [.isOneOf(key, ["x", "y"])]
                    let steps = try plans.steps { try $0.listVolumes(query) { _ in } }
                    #expect(steps.contains { $0.hasPrefix("SEARCH v USING") }, "\(steps)")
                }
            }
        }
    }

    @Test("every sort of snapshots, attachments and messages walks one index")
    func otherSorts() async throws {
        try await withPlans { plans, _ in
            for project in [Sample.project, nil] {
                for key in SnapshotSortKey.allCases where key.column.isIndexed {
                    var query = SnapshotListQuery(project: project, limit: 100)
                    query.sort = [SnapshotListQuery.Sort(key, descending: true)]
                    try expectIndexWalk(plans) { try $0.listSnapshots(query) { _ in } }
                }
                for key in AttachmentSortKey.allCases where key.column.isIndexed {
                    var query = AttachmentListQuery(project: project, limit: 100)
                    query.sort = [AttachmentListQuery.Sort(key, descending: false)]
                    try expectIndexWalk(plans) { _ = try $0.listAttachments(query) }
                }
                for key in TransferSortKey.allCases {
                    var query = TransferListQuery(project: project, limit: 100)
                    query.sort = [TransferListQuery.Sort(key, descending: true)]
                    try expectIndexWalk(plans) { _ = try $0.listTransfers(query) }
                }
                for key in MessageSortKey.allCases {
                    var query = MessageListQuery(project: project, limit: 100)
                    query.sort = [MessageListQuery.Sort(key, descending: false)]
                    try expectIndexWalk(plans) { _ = try $0.listMessages(query) }
                }
            }
        }
    }

    @Test("what a create asks for is found by index")
    func requests() async throws {
        try await withPlans { plans, volume in
            try expectIndexWalk(plans) { _ = try $0.usage(of: Sample.project) }
            for step in try plans.steps({ _ = try $0.totalUsage(of: Sample.project) }) {
                #expect(step.contains("COVERING INDEX") || step.contains("volumes_extending"), "\(step)")
            }
            for step in try plans.steps({
                _ = try $0.volumeCount(of: Sample.project, atMost: 9) + $0.snapshotCount(of: Sample.project, atMost: 9)
            })
            where !step.hasPrefix("CO-ROUTINE") && !step.hasPrefix("SCAN counted") {
                #expect(step.contains("COVERING INDEX"), "\(step)")
            }
            try expectIndexWalk(plans) { _ = try $0.defaultType(of: Sample.project) }
            try expectIndexWalk(plans) { _ = try $0.isDefault(Sample.id(1)) }
            try expectIndexWalk(plans) { _ = try $0.volume(volume) }
            try expectIndexWalk(plans) { _ = try $0.volumeCount(ofType: Sample.id(1)) }
            try expectIndexWalk(plans) { _ = try $0.snapshotCount(of: volume) }
            try expectIndexWalk(plans) { _ = try $0.newestSnapshot(of: volume) }
            try expectIndexWalk(plans) { _ = try $0.attachments(of: volume) }
            try expectIndexWalk(plans) { _ = try $0.volumeCount(fromSnapshot: Sample.id(1)) }
            try expectIndexWalk(plans) { _ = try $0.volumeCount(clonedFrom: volume) }
            try expectIndexWalk(plans) { _ = try $0.export(of: volume) }
        }
    }

    @Test("what deliveries, streams and the audit trail ask for is found by index, however many rows there are")
    func journal() async throws {
        try await withPlans { plans, volume in
            try expectIndexWalk(plans) { _ = try $0.deliverableEvents(after: 1, limit: 9) }
            try expectIndexWalk(plans) { _ = try $0.events(after: 1, project: Sample.project, limit: 9) }
            try expectIndexWalk(plans) { _ = try $0.events(after: 1, project: nil, limit: 9) }
            var filter = AuditFilter()
            filter.resourceID = volume.rawValue
            try expectIndexWalk(plans) { [filter] in _ = try $0.audit(filter, limit: 9) }
        }
    }

    @Test("what the flow engine asks for is found by index, however many flows have ended")
    func flows() async throws {
        try await withPlans { plans, volume in
            let now = Sample.moment()
            let due = try plans.steps {
                _ = try WriteTransaction(connection: $0.connection).leaseDueFlows(owner: "x", now: now, until: now, limit: 9)
            }
            #expect(due.first?.contains("flows USING INDEX flows_due (state=? AND run_after<?)") == true, "\(due)")
            try expectIndexWalk(plans) { _ = try $0.activeFlow(about: volume.rawValue) }
            try expectIndexWalk(plans) { _ = try $0.flow(idempotencyKey: "key", project: Sample.project) }
            try expectIndexWalk(plans) { _ = try $0.flows(project: Sample.project, limit: 100) }
            try expectIndexWalk(plans) { _ = try $0.nextFlowDue() }
            try expectIndexWalk(plans) { _ = try $0.holdsLocks(flow: 1) }
            try expectIndexWalk(plans) { _ = try WriteTransaction(connection: $0.connection).trimFlows(finishedBefore: now, limit: 9) }
            try expectIndexWalk(plans) { try WriteTransaction(connection: $0.connection).releaseAllLeases() }
        }
    }

    @Test("what a placement asks for is found by index")
    func placements() async throws {
        try await withPlans { plans, _ in
            let backend = BackendAddress(rawValue: "h@b")
            try expectIndexWalk(plans) { _ = try $0.reserved() }
            try expectIndexWalk(plans) { _ = try $0.poolGeneration() }
            try expectIndexWalk(plans) { _ = try $0.pool(PoolAddress(backend: backend, pool: "p")) }
            try expectIndexWalk(plans) { _ = try $0.reportTicket(of: backend) }
            try expectIndexWalk(plans) { _ = try $0.allocations(onBackend: backend) }
            try expectIndexWalk(plans) { _ = try $0.placements(ofFlow: "f") }
            try expectIndexWalk(plans) { try WriteTransaction(connection: $0.connection).release(reservationsOf: "f") }
            try expectIndexWalk(plans) { _ = try WriteTransaction(connection: $0.connection).delete(Sample.volume(1).id) }
        }
    }

    private func expectIndexWalk(_ plans: PlanRecorder, _ body: (ReadTransaction) throws -> Void) throws {
        for step in try plans.steps(body) {
            #expect(!step.contains("TEMP B-TREE"))
            #expect(!step.contains("SCAN") || step.contains("INDEX"))
        }
    }

    private func withPlans(_ body: (PlanRecorder, VolumeID) throws -> Void) async throws {
        try await withStore { store in
            let volume = Sample.volume(1)
            try await store.write { try $0.insert(volume) }
            try store.read { try body(PlanRecorder($0.connection), volume.id) }
        }
    }
}

/// A connection that also asks the engine how it will run each query.
private final class PlanRecorder: SQLConnection {
    private let connection: any SQLConnection
    private var recorded: [String] = []

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// The steps of the plans of every query in `body`.
    func steps(_ body: (ReadTransaction) throws -> Void) throws -> [String] {
        recorded = []
        try body(ReadTransaction(connection: self))
        return recorded
    }

    var dialect: any SQLDialect { connection.dialect }

    func query(_ sql: String, _ parameters: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        let statement = sql.split(separator: " FROM ", maxSplits: 1).last ?? sql[...]
        try connection.query("EXPLAIN QUERY PLAN " + sql, parameters) { recorded.append("\($0.text(3)) for \(statement)") }
        try connection.query(sql, parameters, body)
    }

    func execute(_ sql: String, _ parameters: [SQLValue]) throws -> Int {
        try connection.query("EXPLAIN QUERY PLAN " + sql, parameters) { recorded.append("\($0.text(3)) for \(sql)") }
        return 0
    }
}
