/// One reason for which pools are dropped.
///
/// A further filter is a file in `Filters/` and a line in ``Scheduler/knownFilters``.
public protocol PlacementFilter: Sendable {
    /// The name in the configuration (`scheduler_default_filters`) and in explanations.
    var name: String { get }

    /// Why the pool cannot take the request; nil when it can.
    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection?
}
