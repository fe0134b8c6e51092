/// What operators see and switch of hosts, clusters and backends.
extension RouteTable {
    /// Hosts, clusters, cleanup and capabilities.
    static let infrastructure: [Route] = [
        Route(.listHosts, .get, "/os-hosts", success: 200, policy: "volume_extension:hosts"),
        Route(.updateNoHost, .put, "/os-hosts", success: 200, policy: "volume_extension:hosts"),
        Route(.showHost, .get, "/os-hosts/{id}", success: 200, policy: "volume_extension:hosts"),
        Route(.updateHost, .put, "/os-hosts/{id}", success: 200, policy: "volume_extension:hosts"),
        Route(.listClusters, .get, "/clusters", since: 7, success: 200, policy: "clusters:get_all"),
        Route(.listClustersDetail, .get, "/clusters/detail", since: 7, success: 200, policy: "clusters:get_all"),
        Route(.disableCluster, .put, "/clusters/disable", since: 7, success: 200, policy: "clusters:update"),
        Route(.enableCluster, .put, "/clusters/enable", since: 7, success: 200, policy: "clusters:update"),
        Route(.showCluster, .get, "/clusters/{id}", since: 7, success: 200, policy: "clusters:get"),
        Route(.cleanUpWorkers, .post, "/workers/cleanup", since: 24, success: 202, policy: "workers:cleanup"),
        Route(
            .showCapabilities,
            .get,
            "/capabilities/{id}",
            success: 200,
            policy: "volume_extension:capabilities"
        ),
    ]
}
