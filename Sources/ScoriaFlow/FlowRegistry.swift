import Foundation
import ScoriaStore

/// The kinds of flow that this program can run, by the name and version in their rows.
public struct FlowRegistry: Sendable {
    private var flows: [FlowKind: any ErasedFlow] = [:]

    /// A registry without flows.
    public init() {}

    /// Adds a kind of flow.
    public mutating func register(_ flow: some Flow) {
        flows[type(of: flow).kind] = FlowBody(flow: flow)
    }

    func body(of kind: FlowKind) -> (any ErasedFlow)? { flows[kind] }
}

/// A flow without its memo's type: memos travel as the JSON of their row.
protocol ErasedFlow: Sendable {
    var stepNames: [String] { get }
    func traits(of step: Int, memo: String) throws -> StepTraits
    func runTransaction(_ step: Int, undo: Bool, memo: String, in transaction: WriteTransaction, scope: StepScope) throws -> String
    func runCall(_ step: Int, undo: Bool, memo: String, scope: StepScope) async throws -> CallResult
    func record(_ step: Int, _ result: CallResult, in transaction: WriteTransaction, scope: StepScope) throws -> String
    /// The memo after a try of which nobody knows how far it came.
    func noteUnknownEnd(of step: Int, memo: String) throws -> String
    func ended(_ failure: FlowFailure, memo: String, in transaction: WriteTransaction, scope: StepScope) throws
    /// The memo with which the flow begins again after a failure; nil when the failure is its end.
    func beginsAgain(after failure: FlowFailure, memo: String, in transaction: WriteTransaction, scope: StepScope) throws -> String?
    func needsAttention(_ failure: FlowFailure, memo: String, in transaction: WriteTransaction, scope: StepScope) throws
}

/// What a call has learned.
struct CallResult: Sendable {
    /// What is stored with the flow.
    let memo: String
    /// What is not: it goes to the call's record and to who waits for it.
    var answer: (any Sendable)?
}

/// What the engine has to know of a step to run it.
struct StepTraits {
    let station: Station
    let isCall: Bool
    let hasUndo: Bool
    let retry: RetryPolicy
    let ambiguous: AmbiguityPolicy
    let deadlineSeconds: Double
    let isPointOfNoReturn: Bool
    let isNeeded: Bool
}

private struct FlowBody<Body: Flow>: ErasedFlow {
    let flow: Body
    let steps: [Step<Body.Memo>]

    init(flow: Body) {
        self.flow = flow
        steps = flow.steps
    }

    var stepNames: [String] { steps.map(\.name) }

    func traits(of index: Int, memo: String) throws -> StepTraits {
        let step = steps[index]
        let isCall: Bool
        let hasUndo: Bool
        switch step.work {
        case .transaction(_, let undo): (isCall, hasUndo) = (false, undo != nil)
        case .call(_, _, let undo): (isCall, hasUndo) = (true, undo != nil)
        }
        let memo = try decode(memo)
        return StepTraits(
            station: step.station(memo),
            isCall: isCall,
            hasUndo: hasUndo,
            retry: step.retry(memo),
            ambiguous: step.ambiguous,
            deadlineSeconds: step.deadlineSeconds,
            isPointOfNoReturn: step.isPointOfNoReturn,
            isNeeded: step.isNeeded(memo)
        )
    }

    func runTransaction(_ index: Int, undo: Bool, memo: String, in transaction: WriteTransaction, scope: StepScope) throws -> String {
        guard case .transaction(let execute, let undoing) = steps[index].work else { return memo }
        guard let body = undo ? undoing : execute else { return memo }
        var value = try decode(memo)
        try body(transaction, &value, scope)
        return try encode(value)
    }

    func runCall(_ index: Int, undo: Bool, memo: String, scope: StepScope) async throws -> CallResult {
        guard case .call(let execute, _, let undoing) = steps[index].work else { return CallResult(memo: memo) }
        var value = try decode(memo)
        guard undo else {
            let answer = try await execute(&value, scope)
            return CallResult(memo: try encode(value), answer: answer)
        }
        try await undoing?(&value, scope)
        return CallResult(memo: try encode(value))
    }

    func record(_ index: Int, _ result: CallResult, in transaction: WriteTransaction, scope: StepScope) throws -> String {
        guard case .call(_, let record?, _) = steps[index].work else { return result.memo }
        var value = try decode(result.memo)
        try record(transaction, &value, result.answer, scope)
        return try encode(value)
    }

    func noteUnknownEnd(of index: Int, memo: String) throws -> String {
        guard let note = steps[index].onUnknownEnd else { return memo }
        var value = try decode(memo)
        note(&value)
        return try encode(value)
    }

    func ended(_ failure: FlowFailure, memo: String, in transaction: WriteTransaction, scope: StepScope) throws {
        try flow.ended(failure, memo: try decode(memo), in: transaction, scope: scope)
    }

    func needsAttention(_ failure: FlowFailure, memo: String, in transaction: WriteTransaction, scope: StepScope) throws {
        try flow.needsAttention(failure, memo: try decode(memo), in: transaction, scope: scope)
    }

    func beginsAgain(after failure: FlowFailure, memo: String, in transaction: WriteTransaction, scope: StepScope) throws -> String? {
        var value = try decode(memo)
        return try flow.beginsAgain(after: failure, memo: &value, in: transaction, scope: scope) ? try encode(value) : nil
    }

    private func decode(_ memo: String) throws -> Body.Memo {
        try JSONDecoder().decode(Body.Memo.self, from: Data(memo.utf8))
    }

    private func encode(_ memo: Body.Memo) throws -> String {
        String(decoding: try JSONEncoder().encode(memo), as: UTF8.self)
    }
}
