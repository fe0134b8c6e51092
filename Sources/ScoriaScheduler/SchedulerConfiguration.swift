/// Which filters and weighers there are and how much each counts, by the field's option names.
public struct SchedulerConfiguration: Sendable, Hashable {
    /// `scheduler_default_filters`, in order.
    public var filters = ["AvailabilityZoneFilter", "CapacityFilter", "CapabilitiesFilter"]
    /// `scheduler_default_weighers`.
    public var weighers = ["CapacityWeigher"]
    /// `scheduler_weight_handler`; of a dotted path the last part counts.
    public var weightHandler = "cinder.scheduler.weights.OrderedHostWeightHandler"
    /// `capacity_weight_multiplier`: negative packs.
    public var capacityWeightMultiplier = 1.0
    /// `allocated_capacity_weight_multiplier`: negative spreads.
    public var allocatedCapacityWeightMultiplier = -1.0
    /// `volume_number_multiplier`: negative spreads.
    public var volumeNumberMultiplier = -1.0

    /// The field's defaults.
    public init() {}
}

/// What of a scheduler's configuration makes no sense.
public struct SchedulerConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One value that cannot be used.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// The option's name.
        public let option: String
        /// What is wrong with its value, and what would be right.
        public let message: String

        public var description: String { "\(option): \(message)" }
    }

    /// Every problem, in the order of the options.
    public let problems: [Problem]

    public var description: String { problems.map(\.description).joined(separator: "; ") }
}

extension Scheduler {
    /// A scheduler as configured; fails with every value that cannot be used.
    ///
    /// `random` gives the generator for one placement: the `ChanceWeigher` and the stochastic selection draw from it.
    public init(
        configuration: SchedulerConfiguration,
        random: @escaping @Sendable () -> any RandomNumberGenerator
    ) throws(SchedulerConfigurationError) {
        var problems: [SchedulerConfigurationError.Problem] = []
        let filters = configuration.chosenFilters(&problems)
        let weighers = configuration.chosenWeighers(&problems)
        let handler = configuration.weightHandler.lastName
        let selection = HostSelection(rawValue: handler)
        if selection == nil {
            let known = HostSelection.allCases.map(\.rawValue).joined(separator: " and ")
            problems.append(.init(option: "scheduler_weight_handler", message: "unknown handler \(handler); there are \(known)"))
        }
        guard problems.isEmpty, let selection else { throw SchedulerConfigurationError(problems: problems) }
        self.init(filters: filters, weighers: weighers, selection: selection, random: random)
    }
}

extension SchedulerConfiguration {
    fileprivate func chosenFilters(_ problems: inout [SchedulerConfigurationError.Problem]) -> [any PlacementFilter] {
        let known = PlacementFilters.known
        return filters.compactMap { entry in
            // The filter's name in the documents, and that of its class, which is what the field compares with.
            let name = entry.lastName == "RetryFilter" ? "IgnoreAttemptedHostsFilter" : entry.lastName
            if let filter = known.first(where: { $0.name == name }) { return filter }
            let names = known.map(\.name).sorted().joined(separator: ", ")
            problems.append(.init(option: "scheduler_default_filters", message: "unknown filter \(entry); there are \(names)"))
            return nil
        }
    }

    fileprivate func chosenWeighers(_ problems: inout [SchedulerConfigurationError.Problem]) -> [any PoolWeigher] {
        let known: [any PoolWeigher] = [
            CapacityWeigher(multiplier: capacityWeightMultiplier),
            AllocatedCapacityWeigher(multiplier: allocatedCapacityWeightMultiplier),
            ChanceWeigher(), GoodnessWeigher(), VolumeNumberWeigher(multiplier: volumeNumberMultiplier),
        ]
        for (option, value) in [
            ("capacity_weight_multiplier", capacityWeightMultiplier),
            ("allocated_capacity_weight_multiplier", allocatedCapacityWeightMultiplier),
            ("volume_number_multiplier", volumeNumberMultiplier),
        ] where !value.isFinite {
            problems.append(.init(option: option, message: "\(value) is no finite number"))
        }
        return weighers.compactMap { entry in
            if let weigher = known.first(where: { $0.name == entry.lastName }) { return weigher }
            let names = known.map(\.name).sorted().joined(separator: ", ")
            problems.append(.init(option: "scheduler_default_weighers", message: "unknown weigher \(entry); there are \(names)"))
            return nil
        }
    }
}

extension String {
    /// The last part of a dotted path.
    fileprivate var lastName: String {
        split(separator: ".").last.map { $0.trimmingSpaces() } ?? self
    }
}
