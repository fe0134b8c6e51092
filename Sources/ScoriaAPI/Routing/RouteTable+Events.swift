extension RouteTable {
    /// What happens to a project's resources, as a stream: our own, beside the field's.
    static let events: [Route] = [
        Route(.streamEvents, .get, "/events", success: 200, policy: "event:get_all")
    ]
}
