internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// What the routes do: each handler turns a ``Call`` into use cases and reads, and their result into a ``Reply``.
///
/// The handlers of a resource are in a file of its name.
struct Handlers: Sendable {
    let control: Control
    let store: Store
    let settings: ServerSettings

    /// Carries out a call.
    func handle(_ call: Call) async throws -> Reply {
        switch call.route.id {
        case .version: Reply.json(call.route.success, VersionsDocument.body(endpoint: call.endpoint))
        default: throw Fault.resourceNotFound
        }
    }
}

extension Handlers {
    /// The answer to a call whose first answer died with the process, from the flow that it had come to.
    ///
    /// What a create answers is the resource as it is now; what an action answers is its code.
    func recall(_ call: Call, _ flow: FlowRow) async throws -> Reply {
        switch call.route.id {
        default: .empty(call.route.success)
        }
    }
}
