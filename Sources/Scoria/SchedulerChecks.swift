import ScoriaConfiguration
import ScoriaDriver
import ScoriaModel
import ScoriaScheduler

/// What the scheduler has to say of its options, which the configuration itself cannot know.
enum SchedulerChecks {
    /// Unknown names of filters and weighers, and functions that cannot be read.
    static func complaints(about configuration: ServiceConfiguration) -> [OptionComplaint] {
        var complaints: [OptionComplaint] = []
        do throws(SchedulerConfigurationError) {
            _ = try Scheduler(configuration)
        } catch {
            complaints += error.problems.map { problem in
                OptionComplaint(option: problem.option, what: problem.message.asSentence, correction: "See docs/scheduler.md.")
            }
        }
        complaints += functions(configuration.scheduler.filterFunction, configuration.scheduler.goodnessFunction, of: nil)
        for backend in configuration.backends {
            complaints += functions(backend.filterFunction, backend.goodnessFunction, of: backend.name)
        }
        return complaints
    }

    private static func functions(_ filter: String?, _ goodness: String?, of backend: String?) -> [OptionComplaint] {
        [("filter_function", filter), ("goodness_function", goodness)].compactMap { option, text in
            guard let text else { return nil }
            // Read in the place where it will be used.
            let candidate = PoolCandidate(
                address: PoolAddress(rawValue: "check@check#check"),
                availabilityZone: "",
                pool: PoolStatistics(name: "check", totalCapacity: .unknown, freeCapacity: .unknown),
                backendCapabilities: [:],
                functions: PlacementFunctions(filter: text)
            )
            guard let problem = candidate.functionProblems.first else { return nil }
            return OptionComplaint(
                backend: backend,
                option: option,
                what: String(problem.drop { $0 != ":" }.dropFirst(2)).asSentence,
                correction: "See docs/scheduler.md for what an expression may say."
            )
        }
    }
}

extension String {
    /// With a full stop and a capital, as complaints are read.
    fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".") }
}
