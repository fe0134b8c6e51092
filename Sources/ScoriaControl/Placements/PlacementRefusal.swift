import ScoriaFlow
import ScoriaModel
import ScoriaScheduler

/// That no pool fits, in the words for the owner and for the operator.
struct PlacementRefusal: Codable, Sendable {
    var sentence: String
    var detail: String

    /// Nil when a pool was chosen.
    init?(_ placement: Placement) {
        guard placement.pool == nil else { return nil }
        sentence = placement.explanation.userSentence
        detail = PlacementDocument(placement.explanation).operatorText
    }

    static let code = "noValidBackend"

    /// The refusal of a new volume.
    var error: StepRefusal {
        StepRefusal(
            code: Self.code,
            message: "No valid backend was found: \(sentence)",
            correction: "Ask for less or for another type or zone, or let the operator add capacity.",
            detail: detail
        )
    }

    /// The refusal of a snapshot.
    var errorForSnapshot: StepRefusal {
        StepRefusal(
            code: Self.code,
            message: "The snapshot cannot be taken where its volume is: \(sentence)",
            correction: "Delete what is not needed, or let the operator add capacity.",
            detail: detail
        )
    }

    /// The refusal of an object that is to become a volume.
    var errorForManaging: StepRefusal {
        StepRefusal(
            code: Self.code,
            message: "The pool cannot take the volume: \(sentence)",
            correction: "Name a pool as get_pools lists it, and a type that it fits.",
            detail: detail
        )
    }

    /// The refusal of an extension.
    func error(growingTo size: GibiByteCount) -> StepRefusal {
        StepRefusal(
            code: Self.code,
            message: "The volume cannot grow to \(size) where it is: \(sentence)",
            correction: "Ask for less, or let the operator add capacity.",
            detail: detail
        )
    }
}

extension Placement {
    /// How many pools would have done.
    var fittingPools: Int { explanation.fittingCount }
}
