internal import GRDB
internal import ScoriaSystem
internal import Synchronization

/// Runs write transactions one after another and lets those that wait share one commit.
///
/// A commit costs a sync of the disk, so under load one sync makes many transactions durable. Each keeps its own savepoint:
/// what throws takes back only its own changes. All that share a commit wait for it, and all fail when it fails.
final class CommitQueue: Sendable {
    /// One transaction that waits for its turn.
    struct Transaction: Sendable {
        /// Makes the changes, and answers with what is left to do after the commit.
        let run: @Sendable (SQLiteConnection) -> Outcome
        /// Tells the waiter that the transaction was never begun.
        let refuse: @Sendable (any Error) -> Void
    }

    /// How a transaction went before its commit.
    struct Outcome {
        /// Whether its changes are to be kept.
        let succeeded: Bool
        /// Tells the waiter; the argument is the failure of the commit.
        let finish: ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Transaction] = []
        var isDraining = false
        var isClosed = false
    }

    private let pool: DatabasePool
    private let caches: StatementCaches
    private let state = Mutex(State())

    /// Nil beside another process that writes.
    private let usageBounds: UsageBounds?

    init(pool: DatabasePool, caches: StatementCaches, usageBounds: UsageBounds?) {
        self.pool = pool
        self.caches = caches
        self.usageBounds = usageBounds
    }

    /// Puts a transaction at the end of the queue; false when the queue takes no more.
    func enqueue(_ transaction: Transaction) -> Bool {
        let decision = state.withLock { state -> (isAccepted: Bool, mustDrain: Bool) in
            guard !state.isClosed else { return (false, false) }
            state.waiting.append(transaction)
            defer { state.isDraining = true }
            return (true, !state.isDraining)
        }
        if decision.mustDrain {
            pool.asyncWriteWithoutTransaction { [self] database in drain(database) }
        }
        return decision.isAccepted
    }

    /// Takes no more transactions; those that wait still run.
    func close() {
        state.withLock { $0.isClosed = true }
    }

    private func drain(_ database: Database) {
        while let batch = nextBatch() {
            do {
                run(batch, on: try SQLiteConnection(database, caches, usageBounds: usageBounds))
            } catch {
                for transaction in batch { transaction.refuse(error) }
            }
        }
    }

    private func nextBatch() -> ArraySlice<Transaction>? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let batch = state.waiting.prefix(Self.largestBatch)
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func run(_ batch: ArraySlice<Transaction>, on connection: SQLiteConnection) {
        var outcomes: [Outcome] = []
        for transaction in batch {
            do {
                if !connection.isInTransaction { try connection.execute("BEGIN IMMEDIATE", []) }
                let outcome = try batch.count == 1 ? runAlone(transaction, on: connection) : runInSavepoint(transaction, on: connection)
                guard connection.isInTransaction else {
                    // The engine gave the whole transaction up, so everything before this one is lost with it.
                    outcome.finish(Self.lost)
                    finish(&outcomes, Self.lost)
                    continue
                }
                outcomes.append(outcome)
            } catch {
                finish(&outcomes, error)
                rollBack(connection)
                transaction.refuse(error)
            }
        }
        do {
            FaultPoint.reach("store.commit.before")
            if connection.isInTransaction { try connection.execute("COMMIT", []) }
            FaultPoint.reach("store.commit.after")
            finish(&outcomes, nil)
        } catch {
            rollBack(connection)
            finish(&outcomes, error)
        }
    }

    /// Needs no savepoint, which would keep a copy of each page that changes: there is nobody else's work to spare.
    private func runAlone(_ transaction: Transaction, on connection: SQLiteConnection) -> Outcome {
        let outcome = transaction.run(connection)
        guard !outcome.succeeded else { return outcome }
        rollBack(connection)
        outcome.finish(nil)
        return Outcome(succeeded: false) { _ in }
    }

    private func runInSavepoint(_ transaction: Transaction, on connection: SQLiteConnection) throws -> Outcome {
        try connection.execute("SAVEPOINT one", [])
        let outcome = transaction.run(connection)
        guard connection.isInTransaction else { return outcome }
        do {
            if !outcome.succeeded { try connection.execute("ROLLBACK TO one", []) }
            try connection.execute("RELEASE one", [])
        } catch {
            rollBack(connection)
            outcome.finish(error)
            return Outcome(succeeded: false) { _ in }
        }
        return outcome
    }

    private func finish(_ outcomes: inout [Outcome], _ error: (any Error)?) {
        for outcome in outcomes { outcome.finish(error) }
        outcomes.removeAll()
    }

    private func rollBack(_ connection: SQLiteConnection) {
        guard connection.isInTransaction else { return }
        // When even this fails the connection is beyond use: the next BEGIN fails and says so to its waiter.
        _ = try? connection.execute("ROLLBACK", [])
    }

    /// How many transactions may share one commit, so that the first of them does not wait for too long.
    private static let largestBatch = 256

    private static let lost = StoreError(
        .full,
        "The database gave up a transaction that this one shared its commit with, as it does when the disk is full or fails. "
            + "Nothing was changed; check the disk and repeat the request."
    )
}
