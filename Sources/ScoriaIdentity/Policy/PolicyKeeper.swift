public import Logging
internal import Synchronization

/// Where a policy comes from.
public struct PolicyLocation: Sendable, Hashable {
    /// The file of overrides.
    public var path: String
    /// Whether it is an error that there is no such file: somebody named it.
    public var isRequired: Bool
    /// Whether only the present defaults hold (`enforce_new_defaults`).
    public var enforcesNewDefaults: Bool

    /// A file of overrides.
    public init(path: String, isRequired: Bool, enforcesNewDefaults: Bool = true) {
        self.path = path
        self.isRequired = isRequired
        self.enforcesNewDefaults = enforcesNewDefaults
    }
}

extension PolicySet {
    /// The policy of a location.
    ///
    /// - Throws: ``InvalidPolicy`` with every problem that was found.
    public static func load(_ location: PolicyLocation) throws(InvalidPolicy) -> PolicySet {
        let file: PolicyFile?
        do throws(PolicyProblem) {
            file = try PolicyFile.read(location.path)
        } catch {
            throw InvalidPolicy(problems: [error])
        }
        if file == nil, location.isRequired {
            let problem = PolicyProblem(
                .error,
                at: PolicyPlace(path: location.path),
                "There is no such file, although policy_file names it."
            )
            throw InvalidPolicy(problems: [problem])
        }
        return try PolicySet(files: file.map { [$0] } ?? [], enforcesNewDefaults: location.enforcesNewDefaults)
    }
}

/// Keeps the policy in force, and takes a new one over only when it is valid.
public final class PolicyKeeper: Sendable {
    private let location: PolicyLocation?
    private let logger: Logger
    private let policy: Mutex<PolicySet>

    /// The policy in force; a request takes it once, so that it is judged by one policy throughout.
    public var current: PolicySet { policy.withLock { $0 } }

    /// Keeps a policy that can be loaded again.
    public init(_ policy: PolicySet, from location: PolicyLocation? = nil, logger: Logger) {
        self.policy = Mutex(policy)
        self.location = location
        self.logger = logger
    }

    /// Reads the policy again; when it is not valid, the one in force stays.
    ///
    /// - Throws: ``InvalidPolicy`` with what is wrong.
    public func reload() throws(InvalidPolicy) {
        guard let location else { return }
        let new = try PolicySet.load(location)
        policy.withLock { $0 = new }
        for warning in new.warnings { logger.warning("policy", metadata: ["problem": "\(warning)"]) }
    }
}
