/// What operators see and switch of hosts, clusters and backends.
extension RouteTable {
    /// Hosts, clusters, cleanup and capabilities.
    static let infrastructure: [Route] = [
        Route(.listHosts, .get, "/os-hosts", success: 200, policy: "volume_extension:hosts", isAdminOnly: true),
        Route(.updateNoHost, .put, "/os-hosts", success: 200, policy: "volume_extension:hosts", isAdminOnly: true),
        Route(.showHost, .get, "/os-hosts/{id}", success: 200, policy: "volume_extension:hosts", isAdminOnly: true),
        Route(.updateHost, .put, "/os-hosts/{id}", success: 200, policy: "volume_extension:hosts", isAdminOnly: true),
        Route(.listClusters, .get, "/clusters", since: 7, success: 200, policy: "clusters:get_all", isAdminOnly: true),
        Route(.listClustersDetail, .get, "/clusters/detail", since: 7, success: 200, policy: "clusters:get_all", isAdminOnly: true),
        Route(.disableCluster, .put, "/clusters/disable", since: 7, success: 200, policy: "clusters:update", isAdminOnly: true),
        Route(.enableCluster, .put, "/clusters/enable", since: 7, success: 200, policy: "clusters:update", isAdminOnly: true),
        Route(.showCluster, .get, "/clusters/{id}", since: 7, success: 200, policy: "clusters:get", isAdminOnly: true),
        Route(.cleanUpWorkers, .post, "/workers/cleanup", since: 24, success: 202, policy: "workers:cleanup", isAdminOnly: true),
        Route(
            .showCapabilities,
            .get,
            "/capabilities/{id}",
            success: 200,
            policy: "volume_extension:capabilities",
            isAdminOnly: true
        ),
    ]
}
