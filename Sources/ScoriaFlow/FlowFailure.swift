import Foundation
import ScoriaDriver

/// Why a flow did not do its work.
///
/// Stored with the flow and shown to its owner.
public struct FlowFailure: Error, Sendable, Codable, Hashable {
    /// What kind of end this is.
    public enum Cause: String, Sendable, Codable {
        /// A step failed.
        case failed
        /// The owner asked to stop.
        case cancelled
    }

    public let cause: Cause
    /// The step that failed; empty when cancelled between steps.
    public let step: String
    /// The failure's code for programs: a driver's code such as `outOfSpace`, or the code of a refusing step.
    public let code: String
    /// What happened, for people.
    public let message: String
    /// What to do next; nil when there is nothing to say.
    public let correction: String?
    /// All there is to say, for operators, such as what each pool lacked; nil when the message says it all.
    public let detail: String?
    /// Set once the flow has told its resource's owner, because the undo has to wait for a backend that does not answer.
    var told: Bool?

    /// A failure of a step.
    public init(cause: Cause, step: String, code: String, message: String, correction: String?, detail: String? = nil) {
        self.cause = cause
        self.step = step
        self.code = code
        self.message = message
        self.correction = correction
        self.detail = detail
    }

    /// What an error of a step means for people.
    init(_ error: any Error, step: String) {
        switch error {
        case let refusal as StepRefusal:
            self.init(
                cause: .failed,
                step: step,
                code: refusal.code,
                message: refusal.message,
                correction: refusal.correction,
                detail: refusal.detail
            )
        case let error as DriverError:
            self.init(
                cause: .failed,
                step: step,
                code: error.code.description,
                message: error.message,
                correction: error.correction
            )
        default:
            self.init(
                cause: .failed,
                step: step,
                code: "internal",
                message: "The step '\(step)' failed: \(error)",
                correction: "Look for the flow's id in the service's log."
            )
        }
    }

    /// The end that a cancelled flow comes to.
    static func cancelled(during step: String) -> FlowFailure {
        FlowFailure(cause: .cancelled, step: step, code: "cancelled", message: "The operation was cancelled.", correction: nil)
    }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// Reads what a flow's row has stored; nil when the text is from a release that wrote something else.
    public init?(json: String) {
        // An unreadable failure is shown as no failure rather than hiding the flow.
        guard let failure = try? JSONDecoder().decode(FlowFailure.self, from: Data(json.utf8)) else { return nil }
        self = failure
    }
}

/// A step's own refusal: the work cannot be done, and trying again does not help.
public struct StepRefusal: Error, Sendable {
    public let code: String
    public let message: String
    public let correction: String?
    /// All there is to say, for operators.
    public let detail: String?

    /// A refusal with its sentence for people.
    public init(code: String, message: String, correction: String? = nil, detail: String? = nil) {
        self.code = code
        self.message = message
        self.correction = correction
        self.detail = detail
    }
}

extension FlowFailure {
    /// The failure in words for the owner of the resource: what happened and what to do, without the names and paths that are the operator's.
    ///
    /// What a driver says is for operators, but for what is wrong with a connector, which is the owner's own. What a step itself refuses is
    /// worded for owners.
    public var forOwner: (message: String, correction: String?) {
        guard let message = Self.ownerMessages[code] else { return (message, correction) }
        return (message, Self.ownerCorrections[code] ?? "Try again later; if it happens again, tell the operator the id of the request.")
    }

    private static let ownerMessages = [
        "backend": "The storage refused the operation or failed.",
        "unavailable": "The storage cannot be reached at present.",
        "outOfSpace": "The storage has no room for it.",
        "invalidReference": "The reference names nothing that can be managed.",
        "alreadyManaged": "What the reference names is managed already.",
        "busy": "Something still depends on it or uses it.",
        "notFound": "The storage does not have what the operation needs.",
        "notSupported": "The storage cannot do this.",
        "timeout": "The storage did not answer in time.",
        "invalidConfiguration": "The storage is not set up correctly.",
        "corrupted": "The data on the storage is not what it should be.",
        "partlyDeleted": "The deletion had begun when something was found to use it; a part of its data may be destroyed.",
        "internal": "The service failed.",
    ]

    private static let ownerCorrections = ["partlyDeleted": "Delete it again when nothing uses it; do not rely on what it holds."]
}
