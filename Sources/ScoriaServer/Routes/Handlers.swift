internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// What the routes do: each handler turns a ``Call`` into use cases and reads, and their result into a ``Reply``.
///
/// The handlers of a resource are in a file of its name; the table from routes to handlers is ``handle(_:)``.
struct Handlers: Sendable {
    let control: Control
    let store: Store
    let authenticator: any Authenticator
    let settings: ServerSettings
    let logLevels: LogLevels
    let resourceFilters: ResourceFilters
    let streams: EventStreams

    /// The answer to a call whose first answer died with the process, from the flow that it had come to.
    ///
    /// What a create answers is the resource as it is now; what an action answers is its code.
    func recall(_ call: Call, _ flow: FlowRow) throws -> Reply {
        switch call.route.id {
        case .createVolume: try volume(VolumeID(rawValue: flow.resourceID), .reply, call)
        case .manageVolume, .manageLegacyVolume: try managed(VolumeID(rawValue: flow.resourceID), call)
        case .manageSnapshot, .manageLegacySnapshot: try managed(SnapshotID(rawValue: flow.resourceID), call)
        case .createSnapshot: try snapshot(SnapshotID(rawValue: flow.resourceID), .reply, call)
        case .createAttachment where flow.resourceType == "attachment":
            attachment(try control.attachment(AttachmentID(rawValue: flow.resourceID), by: call.caller), call)
        default: .empty(call.route.success)
        }
    }
}

extension Call {
    /// The route's answer with a body that `write` writes.
    func reply(capacity: Int = 512, _ write: (inout JSONWriter) throws -> Void) rethrows -> Reply {
        var writer = JSONWriter(capacity: capacity)
        try write(&writer)
        return .json(route.success, writer.bytes)
    }
}
