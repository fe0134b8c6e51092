public import ScoriaModel

/// The scheduler hints of a request, with everything looked up that the scheduler cannot know itself (`scheduler.md` 8).
///
/// A hint counts only while the filter for it is configured.
public struct PlacementHints: Sendable, Hashable {
    /// Volumes by which a pool is chosen or avoided.
    public enum Affinity: Sendable, Hashable {
        /// Where those of the hinted volumes are that the caller's project has.
        case volumes(on: Set<PoolAddress>)
        /// The hint is not an id or a list of ids; no pool passes, which is better than to serve it wrongly.
        case unusable(String)
    }

    /// Where the server of `local_to_instance` runs.
    public enum InstanceLocation: Sendable, Hashable {
        /// On the host of this name.
        case host(String)
        /// Nobody can tell; the text says why, such as that no compute service is configured.
        case unknown(String)
    }

    /// `same_host`: volumes beside which the new one shall be.
    public var sameBackend: Affinity?
    /// `different_host`: volumes beside which the new one shall not be.
    public var differentBackend: Affinity?
    /// `local_to_instance`: the server on whose host the new volume shall be.
    public var localToInstance: InstanceLocation?
    /// `query`: the JSON text of a condition.
    public var query: String?

    /// Hints; none by default.
    public init(
        sameBackend: Affinity? = nil,
        differentBackend: Affinity? = nil,
        localToInstance: InstanceLocation? = nil,
        query: String? = nil
    ) {
        self.sameBackend = sameBackend
        self.differentBackend = differentBackend
        self.localToInstance = localToInstance
        self.query = query
    }

    /// The hints for the operator.
    var operatorParts: [String] {
        var parts: [String] = []
        if let sameBackend { parts.append("same_host \(sameBackend.shown)") }
        if let differentBackend { parts.append("different_host \(differentBackend.shown)") }
        switch localToInstance {
        case .host(let host): parts.append("local_to_instance on \(host)")
        case .unknown(let reason): parts.append("local_to_instance, unknown: \(reason)")
        case nil: break
        }
        if let query { parts.append("query \(query.shortened())") }
        return parts
    }
}

extension PlacementHints.Affinity {
    /// The places for the operator.
    var shown: String {
        switch self {
        case .volumes(let places):
            places.isEmpty ? "volumes that are nowhere" : places.map(\.rawValue).sorted().joined(separator: ", ").shortened()
        case .unusable(let text): "'\(text.shortened(to: 60))'"
        }
    }
}
