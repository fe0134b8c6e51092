public import ScoriaModel
public import ScoriaStore

/// The name and version of a kind of flow.
///
/// Code for a version stays until no row uses it.
public struct FlowKind: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public let version: Int

    /// A kind by its name, such as `volume.create`.
    public init(_ name: String, version: Int = 1) {
        self.name = name
        self.version = version
    }

    public var description: String { "\(name)/\(version)" }
}

/// One kind of durable operation: a list of typed steps over a memo.
///
/// The memo is the flow's input together with what its steps have learned. It is stored with every entry of the log, so that a flow
/// resumed after a crash knows what its earlier life knew. Flows are values made once at start with their dependencies.
public protocol Flow<Memo>: Sendable {
    /// The input and what the steps learn.
    associatedtype Memo: Codable & Sendable

    /// The kind under which rows of this flow are stored.
    static var kind: FlowKind { get }

    /// The steps, in order.
    ///
    /// The positions and names of a released version never change.
    var steps: [Step<Memo>] { get }

    /// Called in the transaction in which the flow ends without having done its work, after everything was undone.
    ///
    /// Here the resource gets its status back, or its error status, and the user a message.
    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws

    /// Called when everything was undone after a failure, before ``ended(_:memo:in:scope:)``: true lets the flow begin again with the memo
    /// as this has changed it, in the same transaction.
    ///
    /// For work that another place may be able to do. The flow itself bounds how often; the engine does too, far above any flow's bound.
    func beginsAgain(after failure: FlowFailure, memo: inout Memo, in transaction: WriteTransaction, scope: StepScope) throws -> Bool

    /// Called in the transaction in which the flow comes to rest because an undo failed.
    func needsAttention(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws
}

extension Flow {
    /// A failure is the end, unless the flow says otherwise.
    public func beginsAgain(
        after _: FlowFailure,
        memo _: inout Memo,
        in _: WriteTransaction,
        scope _: StepScope
    ) throws -> Bool { false }

    /// The same as after a clean undo, unless the flow says otherwise: the resource must not stay in a passing status.
    public func needsAttention(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        try ended(failure, memo: memo, in: transaction, scope: scope)
    }
}

/// Where a step may run.
public enum Station: Hashable, Sendable, CustomStringConvertible {
    case anywhere
    case scheduler
    case backend(BackendAddress)

    public var description: String {
        switch self {
        case .anywhere: "anywhere"
        case .scheduler: "scheduler"
        case .backend(let address): "backend:\(address.rawValue)"
        }
    }
}

/// One step of a flow.
public struct Step<Memo: Sendable>: Sendable {
    /// Work inside the log's own transaction: it happens exactly once.
    public typealias TransactionBody = @Sendable (WriteTransaction, inout Memo, StepScope) throws -> Void
    /// Work outside the database: it may be repeated after a crash and must converge.
    public typealias CallBody = @Sendable (inout Memo, StepScope) async throws -> Void

    typealias AskBody = @Sendable (inout Memo, StepScope) async throws -> (any Sendable)?
    typealias RecordBody = @Sendable (WriteTransaction, inout Memo, (any Sendable)?, StepScope) throws -> Void

    enum Work: Sendable {
        case transaction(TransactionBody, undo: TransactionBody?)
        case call(AskBody, record: RecordBody?, undo: CallBody?)
    }

    /// The step's name in the log, an imperative such as `createOnBackend`.
    public let name: String
    let work: Work
    let station: @Sendable (Memo) -> Station
    let retry: @Sendable (Memo) -> RetryPolicy
    let ambiguous: AmbiguityPolicy
    let deadlineSeconds: Double
    let isPointOfNoReturn: Bool
    let isNeeded: @Sendable (Memo) -> Bool
    var onUnknownEnd: (@Sendable (inout Memo) -> Void)?

    /// The deadline of calls whose time grows with the size of a volume, such as copies and wipes: 64 TiB at 200 MB/s take four days.
    ///
    /// The programs and requests within such a call have short deadlines of their own.
    public static var deadlineOfBulkWorkSeconds: Double { 7 * 86_400 }

    /// A step whose whole work is a change of rows, done in the same transaction as its entry in the log.
    public static func transaction(
        _ name: String,
        at station: Station = .anywhere,
        execute: @escaping TransactionBody,
        undo: TransactionBody? = nil
    ) -> Step {
        Step(
            name: name,
            work: .transaction(execute, undo: undo),
            station: { _ in station },
            retry: { _ in .none },
            ambiguous: .repeatCall,
            deadlineSeconds: 0,
            isPointOfNoReturn: false,
            isNeeded: { _ in true }
        )
    }

    /// A step that calls the world outside the database.
    ///
    /// `record` runs in the transaction that logs the success. `undo` is run for every call that was begun, also when it failed,
    /// since a call can half-succeed; like `execute` it must converge. After the start of a point of no return the flow can no
    /// longer be cancelled. A call that `isNeeded` says no to is logged as done without being made, which saves a commit. `retryFor` takes the
    /// place of `retry` where the memo decides. `onUnknownEnd` lets the memo note that a try may have happened in part: one that the end of the
    /// service has cut off, or whose failure was ambiguous. It runs in the transaction that learns of it, and the next try finds it in the memo.
    public static func call(
        _ name: String,
        at station: @escaping @Sendable (Memo) -> Station = { _ in .anywhere },
        retry: RetryPolicy = .standard,
        retryFor: (@Sendable (Memo) -> RetryPolicy)? = nil,
        ambiguous: AmbiguityPolicy = .repeatCall,
        deadlineSeconds: Double = 3600,
        isPointOfNoReturn: Bool = false,
        isNeeded: @escaping @Sendable (Memo) -> Bool = { _ in true },
        onUnknownEnd: (@Sendable (inout Memo) -> Void)? = nil,
        execute: @escaping CallBody,
        record: TransactionBody? = nil,
        undo: CallBody? = nil
    ) -> Step {
        let calling: AskBody = { memo, scope in
            try await execute(&memo, scope)
            return nil
        }
        let recording: RecordBody = { transaction, memo, _, scope in try record?(transaction, &memo, scope) }
        return Step(
            name: name,
            work: .call(calling, record: record == nil ? nil : recording, undo: undo),
            station: station,
            retry: retryFor ?? { _ in retry },
            ambiguous: ambiguous,
            deadlineSeconds: deadlineSeconds,
            isPointOfNoReturn: isPointOfNoReturn,
            isNeeded: isNeeded,
            onUnknownEnd: onUnknownEnd
        )
    }

    /// A call whose answer is not stored with the flow, because it holds a secret such as the password of a connection.
    ///
    /// The answer goes from `execute` to `record` in memory, and by ``FlowEngine/takeAnswer(of:)`` to whoever waits for it; after a crash in between
    /// the call is repeated. The memo never has it, so neither does the row of a flow that was undone or that rests. Nothing undoes what
    /// `record` writes: the step is the last of its flow, and a cancel that came while it ran undoes the call without recording it.
    public static func ask<Answer: Sendable>(
        _ name: String,
        at station: @escaping @Sendable (Memo) -> Station = { _ in .anywhere },
        retry: RetryPolicy = .standard,
        deadlineSeconds: Double = 3600,
        execute: @escaping @Sendable (inout Memo, StepScope) async throws -> Answer,
        record: @escaping @Sendable (WriteTransaction, inout Memo, Answer, StepScope) throws -> Void,
        undo: CallBody? = nil
    ) -> Step {
        let asking: AskBody = { memo, scope in
            let answer: Answer = try await execute(&memo, scope)
            return answer
        }
        let recording: RecordBody = { transaction, memo, answer, scope in
            guard let answer = answer as? Answer else {
                throw StepRefusal(code: "internal", message: "The step '\(name)' has no answer to record.")
            }
            try record(transaction, &memo, answer, scope)
        }
        return Step(
            name: name,
            work: .call(asking, record: recording, undo: undo),
            station: station,
            retry: { _ in retry },
            ambiguous: .repeatCall,
            deadlineSeconds: deadlineSeconds,
            isPointOfNoReturn: false,
            isNeeded: { _ in true }
        )
    }
}

/// How often a call that failed transiently is tried again, and how long the pauses are.
public struct RetryPolicy: Sendable, Hashable {
    /// Tries in all, the first included.
    public let attempts: Int
    /// The pause after the first failure; it doubles each time.
    public let firstPauseSeconds: Double

    /// A policy of that many tries.
    public init(attempts: Int, firstPauseSeconds: Double) {
        self.attempts = attempts
        self.firstPauseSeconds = firstPauseSeconds
    }

    /// Five tries over about half a minute.
    public static let standard = RetryPolicy(attempts: 5, firstPauseSeconds: 2)
    /// One try.
    public static let none = RetryPolicy(attempts: 1, firstPauseSeconds: 0)
    /// Two quick tries, for calls that a client waits for.
    public static let interactive = RetryPolicy(attempts: 2, firstPauseSeconds: 0.2)

    /// Tries without end, the later ones a minute apart, for work that somebody has to do some day.
    public static let untilDone = RetryPolicy(attempts: .max, firstPauseSeconds: 2)

    /// The pause after `attempt` failed tries.
    func pauseSeconds(after attempt: Int) -> Double {
        min(firstPauseSeconds * Double(1 << min(attempt - 1, 16)), 60)
    }
}

/// What to do when a call may or may not have happened.
public enum AmbiguityPolicy: Sendable {
    /// Repeat the call: it converges.
    case repeatCall
    /// Undo the call, then repeat it.
    case undoThenRepeat
}
