public import ScoriaModel

/// Everything that an operator may set, checked and typed.
///
/// The initial values are the defaults; the tables in `Options/` give each its name in the file. Where a default is not the
/// field's, the option's help says why.
public struct ServiceConfiguration: Sendable, Hashable {
    /// The directory for everything that the service keeps on this machine.
    public var statePath = "/var/lib/scoria"
    /// The name of this node as it stands in services and volumes.
    public var host = "localhost"
    /// The cluster that this node's volume services belong to; nil when they stand alone.
    public var cluster: String?
    /// The address of this machine that other options may refer to.
    public var address = "127.0.0.1"
    public var api = APIConfiguration()
    public var identity = IdentityConfiguration()
    public var policy = PolicyConfiguration()
    public var quotas = QuotaConfiguration()
    public var zones = ZoneConfiguration()
    public var scheduler = SchedulerConfiguration()
    public var log = LogConfiguration()
    public var notifications = NotificationConfiguration()
    public var database = DatabaseLocation.sqlite(path: "/var/lib/scoria/scoria.sqlite")
    /// The name of the type that volumes without one get.
    public var defaultVolumeType = "__DEFAULT__"
    /// Whether extra specs of a type in use may be changed.
    public var allowsChangeOfTypesInUse = false
    /// Seconds between heartbeats.
    public var reportIntervalSeconds = 10
    /// Seconds without a heartbeat after which a service counts as down.
    public var serviceDownSeconds = 60
    /// Seconds between statistics of backends.
    public var statisticsIntervalSeconds = 60
    /// How long a user message is kept, in seconds.
    public var messageLifetimeSeconds = 2_592_000
    /// The number of characters of the auth key of a volume transfer.
    public var transferKeyLength = 16
    /// How long an idempotency key is remembered, in seconds.
    public var idempotencyLifetimeSeconds = 86_400
    /// How long a stop waits for requests and steps at hand, in seconds.
    public var shutdownSeconds = 30
    /// The names of ``backends`` as they were written; empty for the one that is built in.
    public var enabledBackends: [String] = []
    /// The backends to run, in the order of ``enabledBackends``.
    public var backends: [BackendConfiguration] = []

    init() {}

    /// The absolute path of the policy file: a relative one is meant from the configuration file, or from the state directory without one.
    public var policyPath: String {
        policy.file.hasPrefix("/") ? policy.file : "\(policy.directory ?? statePath)/\(policy.file)"
    }
}

/// Where the policy's overrides are, and what holds beside them.
public struct PolicyConfiguration: Sendable, Hashable {
    /// The name of the file when nobody gives one; it need not exist.
    public static let defaultFile = "policy.yaml"

    /// The file of overrides as it was written.
    public var file = defaultFile
    /// The directory of the configuration file; nil when there is none.
    public var directory: String?
    /// Whether tokens of the wrong scope are refused; no default rule has a scope, so that this changes nothing.
    public var enforcesScope = true
    /// Whether the former defaults are left out.
    public var enforcesNewDefaults = true
}

/// How the service listens and answers.
public struct APIConfiguration: Sendable, Hashable {
    /// An address or host name.
    public var listenAddress = "127.0.0.1"
    /// A TCP port; 0 takes a free one.
    public var listenPort = 8776
    public var authentication = AuthenticationStrategy.noauth
    /// Whether everybody who can reach the service may be its administrator.
    public var allowsNoAuthOnAnyAddress = false
    /// The users of ``AuthenticationStrategy/basic``.
    public var passwordFile = "/etc/scoria/htpasswd"
    /// Seconds that a right password is remembered.
    public var passwordCacheSeconds = 300
    /// Whether the listener speaks TLS.
    public var usesTLS = false
    public var certificates = CertificateConfiguration()
    /// Whether a proxy may say how the client reached it.
    public var believesProxy = false
    /// The file with the list filters that users may use; nil for those that are built in.
    public var resourceFiltersFile: String?
    /// The largest page of a list.
    public var maximumPage = 1000
    /// The largest request body in bytes.
    public var maximumBodyBytes = 114_688
    /// The most bytes of one header line.
    public var maximumHeaderBytes = 16_384
    /// Seconds without a byte after which a connection is closed.
    public var idleSeconds = 900
    /// What one client, or all together, may take.
    public var limits = LimitConfiguration()
    /// The base URL in links; nil takes the one that the client used.
    public var publicEndpoint: String?
    /// The file whose existence takes the node out of service; nil for none.
    public var disableFile: String?
    /// What collectors on other machines show to read the metrics; nil for nothing that would do.
    public var metricsToken: Secret?
}

/// Who proves to be whom, and how.
public enum AuthenticationStrategy: String, Sendable, Hashable, CaseIterable {
    /// Everybody is who they say they are.
    case noauth
    /// The same; the URL that is handed out beside a token ends in the project.
    case noauthWithProject = "noauth_include_project_id"
    /// Users of a password file, for a machine without an identity service.
    case basic = "http_basic"
    /// Tokens of the identity service.
    case keystone

    /// Whether nobody has to prove anything.
    public var believesEverybody: Bool { self == .noauth || self == .noauthWithProject }
}

/// The limits of projects that have none of their own; -1 is unlimited.
public struct QuotaConfiguration: Sendable, Hashable {
    public var volumes: Int64 = 10
    public var snapshots: Int64 = 10
    public var gigabytes: Int64 = 1000
    public var groups: Int64 = 10
    public var backups: Int64 = 10
    public var backupGigabytes: Int64 = 1000
    /// The largest single volume in GiB.
    public var perVolumeGigabytes: Int64 = -1
    /// Whether snapshots do not count towards ``gigabytes``.
    public var leavesOutSnapshotGigabytes = false
    /// Whether the limits of the quota class `default` take the place of these.
    public var usesDefaultClass = true
}

/// Availability zones.
public struct ZoneConfiguration: Sendable, Hashable {
    /// The zone of backends that have none of their own.
    public var storage = "nova"
    /// The zone of requests that name none; nil takes ``storage``.
    public var ofRequests: String?
    /// Whether a zone that does not exist becomes the default one.
    public var allowsFallback = false
    /// Whether a copy must stay in its source's zone.
    public var clonesStayInZone = true
}

/// How pools are chosen.
public struct SchedulerConfiguration: Sendable, Hashable {
    /// The filters, in the order in which they are asked.
    public var filters = ["AvailabilityZoneFilter", "CapacityFilter", "CapabilitiesFilter"]
    /// The weighers.
    public var weighers = ["CapacityWeigher"]
    /// How the pools that fit are put into order.
    public var weightHandler = "OrderedHostWeightHandler"
    /// The weight of free space; negative packs.
    public var capacityWeightMultiplier = 1.0
    /// The weight of allocated space; negative spreads.
    public var allocatedCapacityWeightMultiplier = -1.0
    /// The weight of the number of volumes; negative spreads.
    public var volumeNumberMultiplier = -1.0
    /// How many pools are tried for a new volume.
    public var placementAttempts = 3
    /// For backends that set none; nil or empty for none.
    public var filterFunction: String?
    /// For backends that set none; nil or empty for none.
    public var goodnessFunction: String?
    /// For pools whose backend sets none.
    public var overSubscription = OverSubscriptionSetting.ratio(20)
    /// For pools whose backend sets none.
    public var reservedPercentage = 0
}

/// How far a pool may promise more than it has.
public enum OverSubscriptionSetting: Sendable, Hashable {
    /// A factor of at least 1.
    case ratio(Double)
    /// Computed from use; `auto` in the file.
    case automatic
}

/// What is logged, and how.
public struct LogConfiguration: Sendable, Hashable {
    /// The severities of swift-log, least first.
    public enum Level: String, Sendable, Hashable, CaseIterable {
        case trace
        case debug
        case info
        case notice
        case warning
        case error
        case critical
    }

    /// One line a record, either way.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case text
        case json
    }

    /// The least severe records that are written.
    public var level = Level.info
    public var format = Format.text
}

/// Where the database is.
public enum DatabaseLocation: Sendable, Hashable {
    /// A file of SQLite, by its absolute path.
    case sqlite(path: String)
}

/// One section of a backend.
public struct BackendConfiguration: Sendable, Hashable {
    /// The drivers of this version.
    public enum Driver: String, Sendable, Hashable, CaseIterable {
        /// Sparse files in a directory.
        case file = "scoria.file"
        /// Logical volumes of a volume group.
        case lvm = "scoria.lvm"
        /// Nothing at all; every call is logged.
        case fake = "scoria.fake"
    }

    /// How new logical volumes get their space.
    public enum LVMType: String, Sendable, Hashable, CaseIterable {
        case thick = "default"
        case thin
        case auto
    }

    /// What happens to a thick volume's bytes when it is deleted.
    public enum VolumeClear: String, Sendable, Hashable, CaseIterable {
        case none
        case zero
    }

    /// What a fake backend looks like.
    public enum FakeTransport: String, Sendable, Hashable, CaseIterable {
        case iscsi
        case iser
        case fibreChannel = "fc"
    }

    /// How volumes are exported.
    public enum TargetHelper: String, Sendable, Hashable, CaseIterable {
        /// The userspace target server of the package `tgt`.
        case tgtadm
        /// The iSCSI target of the kernel.
        case lioadm
        /// The NVMe target of the kernel.
        case nvmet
        /// Nothing exports: every call is logged.
        case fake
    }

    /// The protocol of exports.
    public enum TargetProtocol: String, Sendable, Hashable, CaseIterable {
        case iscsi
        case iser
        case nvmeTCP = "nvmet_tcp"
    }

    /// The section's name, the part of a pool's address after the `@`.
    public let name: String
    public var driver = Driver.file
    /// What the extra spec `volume_backend_name` selects.
    public var backendName = ""
    /// Takes the place of the node's name in the backend's address; nil does not.
    public var host: String?
    /// Nil for the zone of the node.
    public var availabilityZone: String?
    /// The directory of a file backend, an absolute path.
    public var filePoolPath = ""
    /// Whether the directory is made when it is missing.
    public var createsFilePool = false
    /// The volume group of an LVM backend.
    public var volumeGroup = "cinder-volumes"
    public var lvmType = LVMType.auto
    /// Further copies of each thick volume.
    public var lvmMirrors = 0
    public var volumeClear = VolumeClear.zero
    /// How many MiB of a deleted thick volume are overwritten; 0 is all of them.
    public var volumeClearSize = 0
    /// How often a command is tried that died of something that has nothing to do with its subject.
    public var shellTries = 3
    public var fakeTransport = FakeTransport.iscsi
    /// How many pools a fake backend reports.
    public var fakePools = 1
    /// What each pool of a fake backend says it holds, in GiB.
    public var fakePoolSize = 1000
    /// How long each call of a fake backend takes, in seconds.
    public var fakeDelaySeconds = 0.0
    /// Which calls of a fake backend fail, how, and how often: `createVolume:transient:10`.
    public var fakeFaults: [String] = []
    public var targetHelper = TargetHelper.tgtadm
    public var targetProtocol = TargetProtocol.iscsi
    /// What the names of targets begin with.
    public var targetPrefix = "iqn.2010-10.org.openstack:"
    public var targetAddress = "127.0.0.1"
    /// Further addresses, for initiators with multipath.
    public var furtherTargetAddresses: [String] = []
    /// A TCP port; 0 takes the first free one from 3260 on and keeps it.
    public var targetPort = 0
    public var usesCHAP = true
    /// How long the number of a removed target is not used again, in seconds.
    public var targetNumberQuarantineSeconds = 3600
    /// Nil for ``SchedulerConfiguration/reservedPercentage``.
    public var reservedPercentage: Int?
    /// Nil for ``SchedulerConfiguration/overSubscription``.
    public var overSubscription: OverSubscriptionSetting?
    /// Which volumes the backend takes; nil for ``SchedulerConfiguration/filterFunction``.
    public var filterFunction: String?
    /// How gladly the backend takes them; nil for ``SchedulerConfiguration/goodnessFunction``.
    public var goodnessFunction: String?
    /// Capabilities that every pool reports in addition.
    public var extraCapabilities: [String: JSONValue] = [:]

    init(name: String) {
        self.name = name
    }
}
