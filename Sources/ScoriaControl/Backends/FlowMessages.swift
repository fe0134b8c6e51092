import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// The action of a user message, with the field's number and our words (`notifications.tsv`).
struct MessageAction {
    let id: String
    let text: String

    static let schedulingVolume = MessageAction(id: "001", text: "schedule allocate volume")
    static let updatingAttachment = MessageAction(id: "004", text: "update attachment")
    static let unmanaging = MessageAction(id: "006", text: "unmanage volume")
    static let extending = MessageAction(id: "007", text: "extend volume")
    static let creatingOnBackend = MessageAction(id: "008", text: "create volume from backend storage")
    static let creatingSnapshot = MessageAction(id: "009", text: "create snapshot")
    static let deletingSnapshot = MessageAction(id: "010", text: "delete snapshot")
}

/// The detail of a user message, with the field's number.
struct MessageDetail {
    let id: String

    static let unknownCause = MessageDetail(id: "001")
    static let driverNotStarted = MessageDetail(id: "002")
    static let noUsableBackend = MessageDetail(id: "003")
    static let quotaExceeded = MessageDetail(id: "006")
    static let encryptedUnmanage = MessageDetail(id: "008")
    static let driverFailedToExtend = MessageDetail(id: "010")
    static let driverFailedToCreate = MessageDetail(id: "012")
    static let snapshotCreationFailed = MessageDetail(id: "013")
    static let snapshotBusy = MessageDetail(id: "015")
    static let snapshotDeletionFailed = MessageDetail(id: "016")
    static let attachFailed = MessageDetail(id: "021")
    static let detachFailed = MessageDetail(id: "022")
}

extension MessageDetail {
    /// The detail that the cause of a failure has by itself, whichever action it ended; nil when the action decides.
    init?(cause failure: FlowFailure) {
        // The driver's code for a backend that has not come up, or does not answer any more.
        guard failure.code == DriverError.Code.unavailable.description else { return nil }
        self = .driverNotStarted
    }
}

extension WriteTransaction {
    /// Leaves a message for the project: the field's event id, and what happened and what to do in our words.
    func tell(
        _ action: MessageAction,
        _ detail: MessageDetail,
        about resource: FlowResource,
        failure: FlowFailure,
        scope: StepScope,
        environment: FlowEnvironment
    ) throws {
        let isCancelled = failure.cause == .cancelled
        let words = failure.forOwner
        let sentence = [words.message, words.correction].compactMap { $0 }.joined(separator: " ")
        try insert(
            UserMessage(
                id: environment.ids.id(),
                projectID: scope.projectID,
                requestID: scope.requestID,
                resourceType: resource.type == "snapshot" ? "VOLUME_SNAPSHOT" : "VOLUME",
                resourceID: resource.id,
                actionID: action.id,
                detailID: (isCancelled ? MessageDetail.unknownCause : MessageDetail(cause: failure) ?? detail).id,
                text: "\(action.text): \(sentence)",
                createdAt: scope.now,
                expiresAt: scope.now.advanced(bySeconds: environment.settings.messageLifetimeSeconds)
            )
        )
    }

    /// Moves a volume's status as a step does: the row must be there in one of the statuses, else the step is refused.
    func advance(_ id: VolumeID, from allowed: Set<VolumeStatus>, to next: VolumeStatus, at now: Timestamp) throws {
        guard try move(id, from: allowed, to: next, at: now) != nil else {
            throw StepRefusal(
                code: "statusChanged",
                message: "The volume \(id) is no longer \(allowed.map { "'\($0.rawValue)'" }.sorted().joined(separator: " or "))."
            )
        }
    }
}
