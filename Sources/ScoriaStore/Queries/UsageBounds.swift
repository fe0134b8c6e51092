public import ScoriaModel
import Synchronization

/// What projects use at the most, as far as the one writer of a database knows.
///
/// Counting a project's rows takes time in proportion to them. So the writer remembers a count and adds every charge that it has let through
/// since; what was deleted, refused later or rolled back is left in. The figure can only be too high, never too low: as long as it fits
/// into the limits nothing has to be counted, and when it does not the rows are, which makes it exact again. It is in no file, answers no
/// question about usage, and ends with the process.
public final class UsageBounds: Sendable {
    private struct Bound {
        var total: QuotaUsage.Amounts
        /// By the names of types, those that are missing with nothing; nil until the rows were told apart.
        var byType: [String: QuotaUsage.Amounts]?
    }

    private let bounds = Mutex<[ProjectID: Bound]>([:])
    /// So that a service for very many projects does not remember all of them.
    private static let capacity = 4096

    init() {}

    /// What a project uses at the most, and of one type if that is known; nil when nothing is.
    func usage(of project: ProjectID, type: String?) -> QuotaUsage? {
        bounds.withLock { bounds in
            bounds[project].map { bound in
                var usage = QuotaUsage()
                usage.total = bound.total
                if let type, let byType = bound.byType { usage.byType[type] = byType[type] ?? .init() }
                return usage
            }
        }
    }

    func remember(_ counted: QuotaUsage.Amounts, of project: ProjectID) {
        // What is known of types stays as right as it was: rows that went meanwhile only make it too high.
        bounds.withLock { Self.keep(project, in: &$0) { $0.total = counted } }
    }

    func remember(_ counted: QuotaUsage, of project: ProjectID) {
        bounds.withLock { Self.keep(project, in: &$0) { $0 = Bound(total: counted.total, byType: counted.byType) } }
    }

    func add(_ charged: QuotaUsage.Amounts, ofType type: String?, to project: ProjectID) {
        bounds.withLock { bounds in
            bounds[project]?.total += charged
            if let type { bounds[project]?.byType?[type, default: .init()] += charged }
        }
    }

    /// Forgets what is known of types, because a name means another type now.
    func forgetTypes() {
        bounds.withLock { bounds in for project in bounds.keys { bounds[project]?.byType = nil } }
    }

    private static func keep(_ project: ProjectID, in bounds: inout [ProjectID: Bound], _ change: (inout Bound) -> Void) {
        if bounds.count >= Self.capacity, bounds[project] == nil { bounds.removeAll() }
        change(&bounds[project, default: Bound(total: .init())])
    }
}

extension WriteTransaction {
    /// What a project uses at the most, without counting, with what it uses of one type if that is known; nil when nothing is known.
    public func usageBound(of project: ProjectID, type: String? = nil) -> QuotaUsage? {
        connection.usageBounds?.usage(of: project, type: type)
    }

    /// Counts what a project uses, and remembers it as ``usageBound(of:)``.
    public func countUsage(of project: ProjectID) throws -> QuotaUsage.Amounts {
        let counted = try totalUsage(of: project)
        connection.usageBounds?.remember(counted, of: project)
        return counted
    }

    /// As ``countUsage(of:)``, with the types told apart.
    public func countUsageByType(of project: ProjectID) throws -> QuotaUsage {
        let counted = try usage(of: project)
        connection.usageBounds?.remember(counted, of: project)
        return counted
    }

    /// Notes that a project is about to use more: for every row that is added or grows, whether or not a limit had to be looked at.
    public func noteCharge(_ amounts: QuotaUsage.Amounts, ofType type: String? = nil, to project: ProjectID) {
        connection.usageBounds?.add(amounts, ofType: type, to: project)
    }
}
