public import ScoriaModel
import Synchronization

/// What projects use at the most, as far as the one writer of a database knows.
///
/// Counting a project's rows takes time in proportion to them. So the writer remembers a count and adds every charge that it has let through
/// since; what was deleted, refused later or rolled back is left in. The figure can only be too high, never too low: as long as it fits
/// into the limits nothing has to be counted, and when it does not the rows are, which makes it exact again. It is in no file, answers no
/// question about usage, and ends with the process.
public final class UsageBounds: Sendable {
    private let bounds = Mutex<[ProjectID: QuotaUsage.Amounts]>([:])
    /// So that a service for very many projects does not remember all of them.
    private static let capacity = 4096

    init() {}

    subscript(project: ProjectID) -> QuotaUsage.Amounts? { bounds.withLock { $0[project] } }

    func remember(_ counted: QuotaUsage.Amounts, of project: ProjectID) {
        bounds.withLock { bounds in
            if bounds.count >= Self.capacity, bounds[project] == nil { bounds.removeAll() }
            bounds[project] = counted
        }
    }

    func add(_ charged: QuotaUsage.Amounts, to project: ProjectID) {
        bounds.withLock { $0[project]? += charged }
    }
}

extension WriteTransaction {
    /// What a project uses at the most, without counting; nil when that is not known.
    public func usageBound(of project: ProjectID) -> QuotaUsage.Amounts? { connection.usageBounds?[project] }

    /// Counts what a project uses, and remembers it as ``usageBound(of:)``.
    public func countUsage(of project: ProjectID) throws -> QuotaUsage.Amounts {
        let counted = try totalUsage(of: project)
        connection.usageBounds?.remember(counted, of: project)
        return counted
    }

    /// Notes that a project is about to use more: for every row that is added or grows, whether or not a limit had to be looked at.
    public func noteCharge(_ amounts: QuotaUsage.Amounts, to project: ProjectID) {
        connection.usageBounds?.add(amounts, to: project)
    }
}
