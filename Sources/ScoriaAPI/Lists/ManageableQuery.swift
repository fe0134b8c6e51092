public import ScoriaModel

/// What a list of manageable objects is asked for, and the page of it.
///
/// The objects come from the backend, not from the database, so that they are sorted and cut here.
public struct ManageableQuery: Hashable, Sendable {
    /// Where a request wants to look.
    public enum Target: Hashable, Sendable {
        /// A backend, and perhaps a pool of it.
        case host(PoolAddress)
        /// Whichever backend serves a cluster, and perhaps a pool of it.
        case cluster(PoolAddress)
    }

    /// Whose objects are listed.
    public let target: Target
    private let list: ListRequest
    /// The reference behind which the page begins.
    private let marker: JSONValue?

    /// Reads the query; exactly one of host and, from 3.17 on, cluster must be given (400).
    public init(query: String, for context: ListContext) throws(Fault) {
        list = try ListRequest(query: query, of: .manageable, for: context)
        let cluster = context.version >= Microversion(17) ? list.query["cluster"] : nil
        target = try Self.target(host: list.query["host"], cluster: cluster, takesCluster: context.version >= Microversion(17))
        guard let text = list.marker, !text.isEmpty else {
            marker = nil
            return
        }
        do {
            marker = try JSONValue(parsing: text)
        } catch {
            throw Fault(
                .badRequest,
                "Invalid input received: marker \(text.shortened(to: 64)) can not be analysed, please use json like format",
                correction: "Give the reference of the last object of the page before, as JSON."
            )
        }
    }

    /// What a request names by host or by cluster; exactly one of them (400).
    public static func target(host: String?, cluster: String?, takesCluster: Bool) throws(Fault) -> Target {
        let (host, cluster) = (host ?? "", cluster ?? "")
        guard host.isEmpty != cluster.isEmpty else {
            throw Fault(
                .badRequest,
                takesCluster
                    ? "Invalid input received: One and only one of cluster and host must be set."
                    : "Invalid input received: Host field is missing."
            )
        }
        return cluster.isEmpty ? .host(PoolAddress(rawValue: host)) : .cluster(PoolAddress(rawValue: cluster))
    }

    /// The page of the objects, in order.
    ///
    /// A marker that is the reference of none of them is refused (400).
    public func page(of objects: [ManageableObject]) throws(Fault) -> ArraySlice<ManageableObject> {
        let sorted = objects.sorted { left, right in
            for sort in list.sorts {
                switch sort.attribute {
                case "size" where left.size != right.size: return (left.size < right.size) == sort.isAscending
                case "reference" where left.sortText != right.sortText: return (left.sortText < right.sortText) == sort.isAscending
                default: continue
                }
            }
            return false
        }
        var rest = sorted[...]
        if let marker {
            guard let position = rest.firstIndex(where: { .object($0.reference) == marker }) else {
                throw Fault(.badRequest, "Invalid input received: marker not found: \((list.marker ?? "").shortened(to: 128))")
            }
            rest = rest[(position + 1)...]
        }
        return rest.dropFirst(list.offset).prefix(list.limit)
    }
}

extension ManageableObject {
    /// What it is sorted by: of its reference's values the first in order.
    fileprivate var sortText: String { reference.values.map { $0.string ?? $0.jsonText }.min() ?? "" }
}
