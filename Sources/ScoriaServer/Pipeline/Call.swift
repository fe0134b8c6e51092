internal import HTTPTypes
internal import ScoriaAPI
internal import ScoriaModel

/// One request that is routed, authenticated, in a version and of valid shape: what a handler works on.
struct Call: Sendable {
    let route: Route
    /// The path without the query, as it came.
    let path: String
    /// The segments behind the path's placeholders, in order.
    let parameters: [String]
    /// The query behind the `?`, as it came; empty when there is none.
    let rawQuery: String
    private(set) var version: Microversion
    private(set) var caller: Caller
    /// The body; null when there is none.
    let body: JSONValue
    let headers: HTTPFields
    /// Scheme, host and port under which the client reached the service, for links.
    let endpoint: String
    /// What the policy says of the caller.
    let authorization: Authorization

    /// The first segment behind a placeholder, which most routes call `{id}`.
    var id: String { parameters.first ?? "" }

    /// The same call, answered as in another version.
    func asked(in version: Microversion) -> Call {
        var call = self
        call.version = version
        return call
    }

    /// The same call by a caller of whom more is known.
    func with(caller: Caller) -> Call {
        var call = self
        call.caller = caller
        return call
    }
}
