public import ScoriaModel

/// What the owner of a flow is told of it; our own resource, beside the field's.
public struct OperationSummary: Hashable, Sendable {
    /// How far it has come.
    public struct Progress: Hashable, Sendable {
        public var done: Int64
        public var total: Int64
        /// What is counted, such as `bytes`.
        public var unit: String

        /// So many of so many.
        public init(done: Int64, total: Int64, unit: String) {
            self.done = done
            self.total = total
            self.unit = unit
        }
    }

    /// Why it failed.
    public struct Failure: Hashable, Sendable {
        /// What happened, to what.
        public var message: String
        public var cause: String?
        /// What to do next.
        public var correction: String?

        /// A failure with its sentence.
        public init(message: String, cause: String? = nil, correction: String? = nil) {
            self.message = message
            self.cause = cause
            self.correction = correction
        }
    }

    public var id: String
    /// What is done, such as `create_volume`.
    public var action: String
    public var resourceType: String
    public var resourceID: String
    public var projectID: ProjectID
    /// `running`, `reverting`, `succeeded`, `failed`, … as the flow engine calls it.
    public var status: String
    /// The step in hand, or the last one.
    public var step: String?
    public var progress: Progress?
    public var isCancelRequested: Bool
    public var startedAt: Timestamp
    public var finishedAt: Timestamp?
    public var requestID: RequestID
    public var failure: Failure?
    /// Why its volume went where it went: a sentence for the owner, everything for administrators; nil where nothing was placed.
    public var placement: JSONValue?

    /// An operation that has begun.
    public init(
        id: String,
        action: String,
        resourceType: String,
        resourceID: String,
        projectID: ProjectID,
        status: String,
        startedAt: Timestamp,
        requestID: RequestID
    ) {
        self.id = id
        self.action = action
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.projectID = projectID
        self.status = status
        self.startedAt = startedAt
        self.requestID = requestID
        isCancelRequested = false
    }
}

/// An operation as the wire shows it.
public enum OperationView {
    /// Writes `{"operation": {…}}`.
    public static func write(_ operation: OperationSummary, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("operation")
        writeObject(operation, &writer)
        writer.endObject()
    }

    /// Writes `{"operations": […]}`, with a next link when there is an address for it.
    public static func write(_ operations: [OperationSummary], nextPage: String? = nil, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("operations")
        writer.beginArray()
        for operation in operations { writeObject(operation, &writer) }
        writer.endArray()
        if let nextPage {
            writer.key("operations_links")
            writer.value([["rel": "next", "href": .string(nextPage)]])
        }
        writer.endObject()
    }

    private static func writeObject(_ operation: OperationSummary, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", operation.id)
        writer.member("action", operation.action)
        writer.member("resource_type", operation.resourceType)
        writer.member("resource_id", operation.resourceID)
        writer.member("project_id", operation.projectID.rawValue)
        writer.member("status", operation.status)
        writer.member("step", operation.step)
        writer.key("progress")
        if let progress = operation.progress {
            writer.beginObject()
            writer.member("done", progress.done)
            writer.member("total", progress.total)
            writer.member("unit", progress.unit)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.member("cancel_requested", operation.isCancelRequested)
        writer.member("started_at", operation.startedAt)
        writer.member("finished_at", operation.finishedAt)
        writer.member("request_id", operation.requestID.rawValue)
        writer.key("error")
        if let failure = operation.failure {
            writer.beginObject()
            writer.member("message", failure.message)
            writer.member("cause", failure.cause)
            writer.member("correction", failure.correction)
            writer.endObject()
        } else {
            writer.null()
        }
        if let placement = operation.placement {
            writer.key("placement")
            writer.value(placement)
        }
        writer.endObject()
    }
}
