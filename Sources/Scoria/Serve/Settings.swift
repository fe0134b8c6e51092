import ScoriaConfiguration
import ScoriaControl
import ScoriaIdentity
import ScoriaScheduler
import ScoriaServer

extension ControlSettings {
    /// What the configuration says of the use cases.
    init(_ configuration: ServiceConfiguration) {
        self.init()
        let quotas = configuration.quotas
        quotaDefaults = [
            "volumes": quotas.volumes,
            "snapshots": quotas.snapshots,
            "gigabytes": quotas.gigabytes,
            "per_volume_gigabytes": quotas.perVolumeGigabytes,
            "backups": quotas.backups,
            "backup_gigabytes": quotas.backupGigabytes,
            "groups": quotas.groups,
        ]
        usesDefaultQuotaClass = quotas.usesDefaultClass
        snapshotsCountGigabytes = !quotas.leavesOutSnapshotGigabytes
        defaultVolumeType = configuration.defaultVolumeType
        allowsChangeOfTypesInUse = configuration.allowsChangeOfTypesInUse
        storageAvailabilityZone = configuration.zones.storage
        defaultAvailabilityZone = configuration.zones.ofRequests
        allowsZoneFallback = configuration.zones.allowsFallback
        clonesStayInZone = configuration.zones.clonesStayInZone
        serviceDownTime = Double(configuration.serviceDownSeconds)
        placementAttempts = configuration.scheduler.placementAttempts
        messageLifetimeSeconds = Double(configuration.messageLifetimeSeconds)
        transferKeyLength = configuration.transferKeyLength
        auditLifetimeSeconds = Double(configuration.notifications.auditRetentionSeconds)
        eventLifetimeSeconds = configuration.notifications.streams ? Double(configuration.notifications.eventRetentionSeconds) : 0
        idempotencyLifetimeSeconds = Double(configuration.idempotencyLifetimeSeconds)
        guardsComputeAttachments = configuration.api.authentication == .keystone
        serviceTokenRoles = Set(configuration.identity.serviceRoles)
    }
}

extension Scheduler {
    /// What the configuration says of the choice of pools; fails with every value that cannot be used.
    init(_ configuration: ServiceConfiguration) throws(SchedulerConfigurationError) {
        var settings = ScoriaScheduler.SchedulerConfiguration()
        settings.filters = configuration.scheduler.filters
        settings.weighers = configuration.scheduler.weighers
        settings.weightHandler = configuration.scheduler.weightHandler
        settings.capacityWeightMultiplier = configuration.scheduler.capacityWeightMultiplier
        settings.allocatedCapacityWeightMultiplier = configuration.scheduler.allocatedCapacityWeightMultiplier
        settings.volumeNumberMultiplier = configuration.scheduler.volumeNumberMultiplier
        try self.init(configuration: settings, random: { SystemRandomNumberGenerator() })
    }
}

extension ServerSettings {
    /// What the configuration says of the HTTP server.
    init(_ configuration: ServiceConfiguration) {
        self.init()
        host = configuration.api.listenAddress
        port = configuration.api.listenPort
        publicEndpoint = configuration.api.publicEndpoint
        usesTLS = configuration.api.usesTLS
        believesProxy = configuration.api.believesProxy
        maxRequestBodySize = configuration.api.maximumBodyBytes
        maxHeaderSize = configuration.api.maximumHeaderBytes
        maxListLimit = configuration.api.maximumPage
        idleTimeoutSeconds = configuration.api.idleSeconds
        healthDisableFile = configuration.api.disableFile
        metricsToken = configuration.api.metricsToken
        limits = ServerLimits(configuration.api.limits)
        streams.maximum = configuration.notifications.maximumStreams
        streams.maximumPerProject = configuration.notifications.maximumStreamsPerProject
        streams.heartbeatSeconds = configuration.notifications.heartbeatSeconds
    }
}

extension ServerLimits {
    /// What the configuration says of the limits.
    fileprivate init(_ configuration: LimitConfiguration) {
        self.init()
        connections = configuration.connections
        headerCount = configuration.headerCount
        headerSeconds = configuration.headerSeconds
        bodySeconds = configuration.bodySeconds
        stallSeconds = configuration.stallSeconds
        jsonDepth = configuration.jsonDepth
        requestsPerAddress = configuration.requestsPerAddress
        requestsPerProject = configuration.requestsPerProject
        ratePerProject = configuration.ratePerProject
        rateBurst = configuration.rateBurst
    }
}

extension BackendKeeper.Settings {
    /// What the configuration says of the backends' upkeep.
    init(_ configuration: ServiceConfiguration) {
        self.init()
        pollingSeconds = Double(configuration.statisticsIntervalSeconds)
        heartbeatSeconds = Double(configuration.reportIntervalSeconds)
        host = configuration.host
        availabilityZone = configuration.zones.storage
    }
}

extension PolicyLocation {
    /// What the configuration says of the policy.
    init(_ configuration: ServiceConfiguration) {
        self.init(
            path: configuration.policyPath,
            isRequired: configuration.policy.file != PolicyConfiguration.defaultFile,
            enforcesNewDefaults: configuration.policy.enforcesNewDefaults
        )
    }
}
