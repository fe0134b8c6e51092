extension RouteTable {
    /// Default volume types of projects.
    static let defaultTypes: [Route] = [
        Route(
            .listDefaultTypes,
            .get,
            "/default-types",
            since: 62,
            success: 200,
            policy: "volume_extension:default_get_all"
        ),
        Route(
            .unsetDefaultType,
            .delete,
            "/default-types/{id}",
            since: 62,
            success: 204,
            policy: "volume_extension:default_unset"
        ),
        Route(
            .showDefaultType,
            .get,
            "/default-types/{id}",
            since: 62,
            success: 200,
            policy: "volume_extension:default_get"
        ),
        Route(
            .setDefaultType,
            .put,
            "/default-types/{id}",
            since: 62,
            success: 200,
            policy: "volume_extension:default_set_or_update"
        ),
    ]
}
