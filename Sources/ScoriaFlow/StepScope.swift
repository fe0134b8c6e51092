public import Logging
public import ScoriaModel

/// What a step may know of the flow that it belongs to.
public struct StepScope: Sendable {
    public let flowID: String
    public let kind: FlowKind
    public let projectID: ProjectID
    public let userID: UserID
    public let requestID: RequestID
    public let resourceID: String
    /// The moment at which the step began.
    public let now: Timestamp
    /// 1 for the first try.
    public let attempt: Int
    /// A logger that carries the flow's, the request's and the resource's ids.
    public let logger: Logger
    /// Notes how far the step has come; cheap, and written to the row now and then.
    public let reportProgress: @Sendable (_ done: Int64, _ total: Int64, _ unit: String) -> Void
}
