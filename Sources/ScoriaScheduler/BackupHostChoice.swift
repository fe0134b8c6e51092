/// A backup service as the choice of a backup's host sees it.
public struct BackupServiceCandidate: Sendable, Hashable {
    public var host: String
    public var availabilityZone: String
    public var isUp: Bool
    public var isDisabled: Bool
    /// The class of its backup driver; nil when it is not known.
    public var driver: String?

    /// A backup service; in working order by default.
    public init(host: String, availabilityZone: String, isUp: Bool = true, isDisabled: Bool = false, driver: String? = nil) {
        self.host = host
        self.availabilityZone = availabilityZone
        self.isUp = isUp
        self.isDisabled = isDisabled
        self.driver = driver
    }
}

/// Where a backup is to be made (`scheduler.md` 9).
public struct BackupHostRequest: Sendable, Hashable {
    /// The zone that the service must be in; nil when any will do.
    public var availabilityZone: String?
    /// The host of the volume, where the backup is made if `backup_use_same_host` is set and its service works.
    public var preferredHost: String?
    /// The driver that the service must have, because it made the backup; nil when any will do.
    public var driver: String?

    /// A wish for a backup service; by default for any.
    public init(availabilityZone: String? = nil, preferredHost: String? = nil, driver: String? = nil) {
        self.availabilityZone = availabilityZone
        self.preferredHost = preferredHost
        self.driver = driver
    }

    /// A host among those whose service fits, or why there is none.
    ///
    /// Any is as good as another, so chance decides; only the volume's own host may come first.
    public func choose(
        among services: [BackupServiceCandidate],
        using generator: inout some RandomNumberGenerator
    ) -> Result<String, BackupHostRefusal> {
        let objections = services.map(objection)
        let fitting = zip(services, objections).filter { $1 == nil }.map(\.0)
        if let preferredHost, fitting.contains(where: { $0.host == preferredHost }) { return .success(preferredHost) }
        guard let chosen = fitting.randomElement(using: &generator) else {
            return .failure(BackupHostRefusal(objections: zip(services, objections).map { "\($0.host): \($1 ?? "fits")" }))
        }
        return .success(chosen.host)
    }

    private func objection(to service: BackupServiceCandidate) -> String? {
        if service.isDisabled { return "the service is disabled" }
        if !service.isUp { return "the service is down: no heartbeat in time" }
        if let availabilityZone, availabilityZone != service.availabilityZone {
            return "asked zone \(availabilityZone), found \(service.availabilityZone)"
        }
        if let driver, driver != service.driver { return "asked driver \(driver), found \(service.driver ?? "none")" }
        return nil
    }
}

/// Why no backup service can be used.
public struct BackupHostRefusal: Error, Sendable, Hashable {
    /// Each service with what speaks against it, for the operator; empty when there is none.
    public let objections: [String]

    /// The outcome in plain words, without the name of any host.
    public var userSentence: String {
        objections.isEmpty ? "There is no backup service." : "No backup service can do this at present."
    }
}
