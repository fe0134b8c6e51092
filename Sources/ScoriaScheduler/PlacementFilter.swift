/// One reason for which pools are dropped.
///
/// A further filter is a file in `Filters/` and a line in `PlacementFilters.known`.
protocol PlacementFilter: Sendable {
    /// The name in the configuration (`scheduler_default_filters`) and in explanations.
    var name: String { get }

    /// The filter's question for one request, with all that does not depend on the pool worked out; nil when it has none.
    func check(for request: PlacementRequest) -> (any PoolCheck)?
}

/// A filter's question for one request, asked of each pool.
protocol PoolCheck: Sendable {
    /// Why the pool cannot take the request; nil when it can.
    func finding(on candidate: PoolCandidate) -> Finding?
}

/// Why a pool was dropped, with the words for the operator made only when they are read: thousands of pools may be counted, few told.
struct Finding {
    /// What counts as the same reason, and what the user reads; nil when it says nothing to a user.
    let phrase: Objection.Phrase?
    /// What was asked and what the pool offers instead.
    let details: () -> (asked: String, found: String)

    init(_ phrase: Objection.Phrase?, asked: @autoclosure @escaping () -> String, found: @autoclosure @escaping () -> String) {
        self.phrase = phrase
        details = { (asked(), found()) }
    }

    /// The finding in full.
    func objection(by filter: String) -> Objection {
        let (asked, found) = details()
        return Objection(filter: filter, userPhrase: phrase, asked: asked.shortened(), found: found.shortened(to: 300))
    }
}

/// The filters there are.
enum PlacementFilters {
    /// The checks without which a placement makes no sense, before all that are configured.
    static let first: [any PlacementFilter] = [ServiceStateFilter(), PinFilter(), AttemptedPoolsFilter(), ReportFilter()]

    /// The check that comes after all that are configured, so that a retype is told first what its type lacks.
    static let last: any PlacementFilter = MigrationPolicyFilter()

    /// The filters that the configuration can name.
    static let known: [any PlacementFilter] = [
        AvailabilityZoneFilter(), CapacityFilter(), CapabilitiesFilter(), DriverFilter(), AttemptedPoolsFilter(), JSONFilter(),
        SameBackendFilter(), DifferentBackendFilter(), InstanceLocalityFilter(),
    ]
}
