internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// Clusters of services (from 3.7).
extension Handlers {
    func listClusters(_ call: Call) throws -> Reply { try list(.summary, call) }

    func listClustersDetail(_ call: Call) throws -> Reply { try list(.detail, call) }

    func showCluster(_ call: Call) throws -> Reply {
        let binary = try QueryString(call.rawQuery)["binary"] ?? Service.volumeBinary
        let view = ClusterView(try control.cluster(call.id, binary: binary))
        return call.reply { view.write(.detail, in: call.version, to: &$0) }
    }

    func enableCluster(_ call: Call) async throws -> Reply { try await setCluster(call, disabled: false) }

    func disableCluster(_ call: Call) async throws -> Reply { try await setCluster(call, disabled: true) }

    private func setCluster(_ call: Call, disabled: Bool) async throws -> Reply {
        let state = try await control.setCluster(
            call.body["name"]?.string ?? "",
            binary: call.body["binary"]?.string ?? Service.volumeBinary,
            disabled: disabled,
            reason: call.body.trimmedText("disabled_reason"),
            by: call.caller
        )
        return call.reply { ClusterView(state).write(.summary, showsReason: disabled, in: call.version, to: &$0) }
    }

    private func list(_ shape: ClusterView.Shape, _ call: Call) throws -> Reply {
        let query = try QueryString(call.rawQuery)
        try checkFilters(query, call.version)
        let (up, disabled) = (try Self.truth("is_up", query), try Self.truth("disabled", query))
        let (frozen, hosts) = (try Self.truth("frozen", query), try Self.count("num_hosts", query))
        let down = try Self.count("num_down_hosts", query)
        let wanted = try control.clusters().filter { state in
            let cluster = state.cluster
            return (up ?? state.isUp) == state.isUp && (disabled ?? cluster.isDisabled) == cluster.isDisabled
                && (frozen ?? cluster.isFrozen) == cluster.isFrozen && (hosts ?? state.hosts) == state.hosts
                && (down ?? state.hostsDown) == state.hostsDown && (query["name"] ?? cluster.name) == cluster.name
                && (query["binary"] ?? cluster.binary) == cluster.binary
                && (query["replication_status"] ?? cluster.replicationStatus) == cluster.replicationStatus
                && (query["active_backend_id"] ?? cluster.activeBackendID) == cluster.activeBackendID
        }
        return call.reply(capacity: 1024) { ClusterView.write(wanted.map(ClusterView.init), shape, in: call.version, to: &$0) }
    }

    private func checkFilters(_ query: QueryString, _ version: Microversion) throws {
        var known: Set<String> = ["name", "binary", "is_up", "disabled", "num_hosts", "num_down_hosts"]
        if version >= Microversion(26) { known.formUnion(["replication_status", "frozen", "active_backend_id"]) }
        let odd = Set(query.items.map(\.name)).subtracting(known).sorted()
        guard !odd.isEmpty else { return }
        throw Fault(
            .badRequest,
            "Invalid filter keys: \(odd.prefix(8).map { String($0.prefix(64)) }.joined(separator: ", ")).",
            correction: "Filter by one of \(known.sorted().joined(separator: ", "))."
        )
    }

    private static func truth(_ name: String, _ query: QueryString) throws -> Bool? {
        query[name] == nil ? nil : try query.bool(name)
    }

    private static func count(_ name: String, _ query: QueryString) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text) else {
            throw Fault(.badRequest, "Invalid input received: the filter \(name) must be a whole number, not \"\(text.prefix(64))\".")
        }
        return number
    }
}

extension ClusterView {
    fileprivate init(_ state: ClusterState) {
        self.init(
            state.cluster,
            isUp: state.isUp,
            hosts: state.hosts,
            hostsDown: state.hostsDown,
            lastHeartbeat: state.lastHeartbeat
        )
    }
}
