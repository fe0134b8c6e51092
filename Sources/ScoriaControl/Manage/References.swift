import ScoriaFlow
import ScoriaModel

/// A reference to an object of a backend as a flow keeps it: JSON text.
struct ReferenceText: Codable, Sendable, Hashable {
    private let text: String

    init(_ members: [String: JSONValue]) {
        text = JSONValue.object(members).jsonText
    }

    /// The members again.
    var members: [String: JSONValue] { get throws { try JSONValue(parsing: text).object ?? [:] } }
}

extension String {
    /// The name of the lock on an object of a backend that is to become ours, so that two requests never take it at once.
    static func reference(_ members: [String: JSONValue], on backend: BackendAddress) -> String {
        "reference:\(backend):" + members.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.jsonText)" }.joined(separator: ",")
    }
}

extension StepRefusal {
    /// Turns what a use case would answer to a caller into the refusal of a step: over quota, for now.
    static func onRefusal(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ControlError where error.code == .overLimit {
            throw StepRefusal(code: "overQuota", message: error.message, correction: error.correction)
        }
    }
}
