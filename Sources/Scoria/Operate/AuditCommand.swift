import ArgumentParser
import ScoriaConfiguration
import ScoriaModel
import ScoriaStore

/// `scoria audit`: who did what, read from the service's database; works beside a running service and without one.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show the audit trail: what was asked for, by whom, and what became of it; the newest lines, oldest first."
    )

    @OptionGroup var arguments: ConfigurationArguments
    @Option(help: "Only requests for the project of this id.")
    var project: String?
    @Option(help: "Only requests of the user of this id.")
    var user: String?
    @Option(help: "Only what was done to the resource of this id.")
    var resource: String?
    @Option(help: "Only what belongs to the request of this id.")
    var request: String?
    @Option(help: "Only this route, such as createVolume, or kind of flow, such as volume.create.")
    var action: String?
    @Option(help: "Only this outcome: \(AuditOutcome.allCases.map(\.rawValue).joined(separator: ", ")).")
    var outcome: String?
    @Option(help: "From this moment on, in UTC: 2026-11-21 or 2026-11-21T14:00:00.")
    var since: String?
    @Option(help: "Before this moment, in UTC.")
    var until: String?
    @Option(help: "How many lines.")
    var limit = 100
    @Flag(help: "One JSON object a line, for programs.")
    var json = false

    func run() async throws {
        var filter = AuditFilter()
        filter.projectID = project.map(ProjectID.init(rawValue:))
        filter.userID = user.map(UserID.init(rawValue:))
        filter.resourceID = resource
        filter.requestID = request.map(RequestID.init(rawValue:))
        filter.action = action
        filter.outcome = try outcome.map { text in
            guard let outcome = AuditOutcome(rawValue: text) else { throw ValidationError("There is no outcome '\(text)'.") }
            return outcome
        }
        filter.since = try since.map(moment)
        filter.until = try until.map(moment)
        guard limit > 0 else { throw ValidationError("--limit takes a whole number above 0.") }
        let rows: [AuditRow]
        do {
            rows = try arguments.visit().read { try $0.audit(filter, limit: limit) }
        } catch let error as StoreError {
            complain("scoria: \(error)")
            throw ExitCode(75)
        }
        if json {
            for row in rows { print(row.json) }
        } else {
            for line in Self.table(rows) { print(line) }
        }
    }

    private func moment(_ text: String) throws -> Timestamp {
        guard let moment = Timestamp(rawValue: text) else {
            throw ValidationError("'\(text)' is no moment; write it as 2026-11-21 or 2026-11-21T14:00:00, in UTC.")
        }
        return moment
    }

    /// The rows in columns as wide as they need to be.
    private static func table(_ rows: [AuditRow]) -> [String] {
        let head = ["TIME", "PROJECT", "USER", "ACTION", "RESOURCE", "OUTCOME", "REQUEST"]
        let cells = [head] + rows.map(\.cells)
        let widths = head.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            let padded = zip(row, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
            return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension AuditRow {
    /// The row for people; what callers have chosen is escaped, so that it cannot look like another line.
    fileprivate var cells: [String] {
        let result = [outcome.rawValue, status.map { "\($0)" }, reason].compactMap { $0 }.joined(separator: " ")
        let subject = [resourceType, resourceID].compactMap { $0 }.joined(separator: " ")
        return [at.rawValue, projectID.rawValue, userID.rawValue, action, subject, result, requestID.rawValue].map(\.visible)
    }

    fileprivate var json: String {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return JSONValue.object([
            "sequence": .integer(sequence), "time": .string(at.rawValue), "project_id": .string(projectID.rawValue),
            "user_id": .string(userID.rawValue), "roles": .array(roles.split(separator: ",").map { .string(String($0)) }),
            "request_id": .string(requestID.rawValue), "global_request_id": text(globalRequestID?.rawValue), "action": .string(action),
            "resource_type": .string(resourceType), "resource_id": text(resourceID), "operation_id": text(operationID),
            "outcome": .string(outcome.rawValue), "status": status.map { .integer(Int64($0)) } ?? .null, "reason": text(reason),
        ]).jsonText
    }
}

extension String {
    /// The text with everything that a terminal acts upon written as an escape.
    fileprivate var visible: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
