import ArgumentParser
import ScoriaConfiguration
import ScoriaControl
import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// `scoria usage-audit`: asks the service for an audit, where the field has a program for `cron`; works beside a running service.
struct UsageAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage-audit",
        abstract: "Have volume.exists and snapshot.exists sent for every volume and snapshot that there is.",
        discussion: "The service sends them, at once if it runs, else after its start. It does so by itself at the end of each "
            + "volume_usage_audit_period, unless usage_audit in [notifications] is false."
    )

    @OptionGroup var arguments: ConfigurationArguments
    @Option(
        name: [.customLong("start"), .customLong("start_time")],
        help: "Beginning of the period, in UTC: 2026-11-01 or 2026-11-01T06:00:00. Without it, that of the last volume_usage_audit_period."
    )
    var start: String?
    @Option(name: [.customLong("end"), .customLong("end_time")], help: "End of the period, in UTC.")
    var end: String?
    @Flag(help: "Send them once more for a period that was audited already.")
    var again = false

    func run() async throws {
        let configuration = try arguments.load()
        guard configuration.notifications.delivers else {
            complain("scoria: notifications go nowhere. Set file_path or webhook_url in [notifications], or driver = messagingv2.")
            throw ExitCode(78)
        }
        let now = WallClock.system.now()
        let last = configuration.notifications.auditPeriod.lastCompleted(at: now)
        let (beginning, ending) = (try start.map(moment) ?? last.beginning, try end.map(moment) ?? last.ending)
        guard let period = AuditPeriod(from: beginning, to: ending) else {
            throw ValidationError("The period from \(beginning) to \(ending) has no length: --start must be before --end.")
        }
        guard ending <= now else { throw ValidationError("The period ends at \(ending), which has not come yet.") }
        let (store, again) = (try arguments.visit(), again)
        let audit = UsageAuditRow(period: period, requestID: RequestID(rawValue: "req-" + IDSource.system.uuid()), at: now)
        let present = try await store.write { transaction in
            if again { try transaction.delete(usageAuditOf: period) }
            return try transaction.request(audit)
        }
        await store.close()
        print("The usage audit from \(beginning) to \(ending) \(Self.state(present)).")
    }

    private static func state(_ present: UsageAuditRow?) -> String {
        guard let present else { return "is noted; the service makes it within seconds, or after its start" }
        guard present.stage == .done else { return "is under way: \(present.told) told" }
        return "was made at \(present.updatedAt), \(present.told) told; --again makes it once more"
    }

    private func moment(_ text: String) throws -> Timestamp {
        guard let moment = Timestamp(rawValue: text) else {
            throw ValidationError("'\(text)' is no moment; write it as 2026-11-21 or 2026-11-21T14:00:00, in UTC.")
        }
        return moment
    }
}
