public import Logging
import Metrics
public import ScoriaModel
public import ScoriaStore
public import ScoriaSystem
public import ServiceLifecycle

/// Tells at the end of each period of every volume and snapshot that there is: `volume.exists` and `snapshot.exists`.
///
/// Each is told once for a period: how far an audit has come is a row of the transaction that writes the notifications. A few hundred are
/// read at a time, and none while many notifications wait for a delivery, so that an audit pushes nothing out.
public struct UsageAuditor: ServiceLifecycle.Service {
    let store: Store
    /// How the calendar is cut; nil makes only the audits that were asked for.
    let rule: AuditPeriodRule?
    let clock: WallClock
    let ids: IDSource
    let logger: Logger

    /// An auditor of a store's volumes and snapshots.
    public init(store: Store, rule: AuditPeriodRule?, clock: WallClock, ids: IDSource, logger: Logger) {
        self.store = store
        self.rule = rule
        self.clock = clock
        self.ids = ids
        self.logger = logger
    }

    /// Runs until a graceful stop; what an audit has not told by then it tells after the next start.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                do {
                    try await work()
                } catch {
                    logger.warning("the usage audit failed; it is tried again", metadata: ["error": "\(error)"])
                }
                // Only a cancelled task cannot sleep, and then the work ends.
            } while (try? await Task.sleep(for: .seconds(Self.pauseSeconds))) != nil
        }
    }

    /// Begins the audit of the last period unless it was made, and goes on with what is not done, as far as there is room.
    func work() async throws {
        guard store.journal.settings.delivers else { return }
        if let rule { try await begin(rule.lastCompleted(at: clock.now())) }
        while !Task.isCancelled, let audit = try store.read({ try $0.unfinishedUsageAudit() }) {
            guard try store.read({ try $0.longestBacklog(limit: Self.backlog) }) < Self.backlog else { return }
            let (now, ids) = (clock.now(), ids)
            let done = try await store.write { try $0.tellNext(of: audit.period, limit: Self.batch, at: now, ids: ids) }
            FaultPoint.reach("usage_audit.batch")
            guard let done else { continue }
            Counter(label: "scoria_usage_audits_total").increment()
            logger.info(
                "usage audit is done",
                metadata: ["beginning": "\(done.period.beginning)", "ending": "\(done.period.ending)", "told": "\(done.told)"]
            )
        }
    }

    private func begin(_ period: AuditPeriod) async throws {
        guard try store.read({ try $0.usageAudit(of: period) }) == nil else { return }
        let audit = UsageAuditRow(period: period, requestID: RequestID(rawValue: "req-" + ids.uuid()), at: clock.now())
        _ = try await store.write { try $0.request(audit) }
    }

    private static let pauseSeconds = 5.0
    private static let batch = 200
    /// How many notifications may wait for a delivery while an audit goes on.
    private static let backlog = 5000
}

extension WriteTransaction {
    /// Notes an audit that the service is to make.
    ///
    /// - Returns: the audit of the same period that was there already, which stays as it is; else nil.
    public func request(_ audit: UsageAuditRow) throws -> UsageAuditRow? {
        if let present = try usageAudit(of: audit.period) { return present }
        try insert(audit, forgettingDoneBefore: audit.updatedAt.advanced(bySeconds: -400 * 86_400))
        return nil
    }

    /// Tells of the next resources of an audit; the audit when it is done with it.
    fileprivate func tellNext(of period: AuditPeriod, limit: Int, at now: Timestamp, ids: IDSource) throws -> UsageAuditRow? {
        guard var audit = try usageAudit(of: period), audit.stage != .done else { return nil }
        let events = EventWriter(self, origin: .service(request: audit.requestID, at: now), ids: ids)
        let last: String?
        let count: Int
        switch audit.stage {
        case .volumes:
            let volumes = try volumes(after: audit.cursor, createdBefore: period.ending, limit: limit)
            for volume in volumes { try events.volume("exists", volume, period: period) }
            (last, count) = (volumes.last?.id.rawValue, volumes.count)
        case .snapshots:
            let snapshots = try snapshots(after: audit.cursor, createdBefore: period.ending, limit: limit)
            for snapshot in snapshots { try events.snapshot("exists", snapshot, period: period) }
            (last, count) = (snapshots.last?.id.rawValue, snapshots.count)
        case .done: return nil
        }
        FaultPoint.reach("usage_audit.told")
        audit.told += count
        audit.cursor = last ?? audit.cursor
        if count < limit {
            audit.stage = audit.stage == .volumes ? .snapshots : .done
            audit.cursor = ""
        }
        audit.updatedAt = now
        try update(audit)
        return audit.stage == .done ? audit : nil
    }
}
