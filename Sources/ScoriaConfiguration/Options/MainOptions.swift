/// The options outside the sections of backends, section by section.
enum MainOptions {
    /// The section without which nothing is said.
    static let defaultSection = "DEFAULT"

    /// All sections.
    static let sections: [OptionSection<ServiceConfiguration>] =
        [
            OptionSection(
                name: defaultSection,
                options: node + api + IdentityOptions.general + LimitOptions.all + quotas + zones + scheduler + periods
                    + NotificationOptions.shared + log
            ),
            OptionSection(name: "database", options: database),
            OptionSection(name: "keystone_authtoken", options: IdentityOptions.keystone),
            OptionSection(name: "ssl", options: IdentityOptions.certificates),
            OptionSection(name: "oslo_middleware", options: middleware),
            OptionSection(name: "healthcheck", options: health),
            OptionSection(name: "metrics", options: metrics),
            OptionSection(name: "oslo_policy", options: policy),
        ] + NotificationOptions.sections

    private typealias Option = ConfigurationOption<ServiceConfiguration>

    private static let node: [Option] = [
        Option(
            "state_path",
            .path,
            \.statePath,
            computed: "/var/lib/scoria for root, else $XDG_STATE_HOME/scoria or ~/.local/state/scoria",
            "Directory for everything that the service keeps on this machine: the database, pools without a path of their own, control sockets."
        ),
        Option(
            "host",
            .nodeName,
            \.host,
            computed: "the machine's host name",
            "Name of this node in services and volumes (host@backend#pool). Volumes belong to the name: a change leaves them without a service."
        ),
        Option(
            "cluster",
            OptionKind.nodeName.optional,
            \.cluster,
            "Name of the cluster that this node's volume services belong to (cluster@backend); empty when they stand alone."
        ),
        Option(
            "my_ip",
            .host,
            \.address,
            "Address of this machine, for other options to refer to as $my_ip. The field finds a public one; ours is loopback until it is set."
        ),
        Option(
            "enabled_backends",
            .list,
            \.enabledBackends,
            "Names of the sections of backends to run. When empty, one backend named default keeps files under $state_path/pools/default."
        ),
        Option("default_volume_type", .text, \.defaultVolumeType, "Name of the volume type of volumes that are created without one."),
        Option(
            "allow_inuse_volume_type_modification",
            .boolean,
            \.allowsChangeOfTypesInUse,
            "Allow changes to the extra specs of volume types that have volumes."
        ),
    ]

    private static let api: [Option] = [
        Option(
            "osapi_volume_listen",
            .host,
            \.api.listenAddress,
            "Address on which the API listens. The field listens everywhere; ours does so only when told to, and without authentication only with allow_noauth_on_any_address."
        ),
        Option(
            "osapi_volume_listen_port",
            .integer(0...65_535),
            \.api.listenPort,
            "Port on which the API listens; 0 takes a free one and logs it."
        ),
        Option(
            "resource_query_filters_file",
            OptionKind.path.optional,
            \.api.resourceFiltersFile,
            "JSON file with the list filters that users may use from microversion 3.31 on, by resource. Empty takes the built-in ones, which are the field's."
        ),
        Option("osapi_max_limit", .integer(atLeast: 1), \.api.maximumPage, "Largest number of entries on one page of a list."),
        Option(
            "max_header_line",
            .integer(1024...1_048_576),
            \.api.maximumHeaderBytes,
            "Most bytes of one header line; all lines of a request may have four times as many."
        ),
        Option(
            "client_socket_timeout",
            .integer(1...86_400),
            \.api.idleSeconds,
            "Seconds without a byte after which a connection is closed."
        ),
        Option(
            "public_endpoint",
            OptionKind.httpURL.optional,
            \.api.publicEndpoint,
            "Base URL in links and version documents, when clients reach the service through a proxy. Empty takes the URL that the client used."
        ),
    ]

    private static let quotas: [Option] = [
        Option("quota_volumes", .integer(atLeast: -1), \.quotas.volumes, "Volumes per project; -1 is unlimited, here and below."),
        Option("quota_snapshots", .integer(atLeast: -1), \.quotas.snapshots, "Snapshots per project."),
        Option("quota_gigabytes", .integer(atLeast: -1), \.quotas.gigabytes, "GiB of volumes and snapshots per project."),
        Option("quota_groups", .integer(atLeast: -1), \.quotas.groups, "Groups per project."),
        Option("quota_backups", .integer(atLeast: -1), \.quotas.backups, "Backups per project."),
        Option("quota_backup_gigabytes", .integer(atLeast: -1), \.quotas.backupGigabytes, "GiB of backups per project."),
        Option("per_volume_size_limit", .integer(atLeast: -1), \.quotas.perVolumeGigabytes, "Largest single volume in GiB."),
        Option("no_snapshot_gb_quota", .boolean, \.quotas.leavesOutSnapshotGigabytes, "Do not count snapshots towards quota_gigabytes."),
        Option(
            "use_default_quota_class",
            .boolean,
            \.quotas.usesDefaultClass,
            "Let the limits of the quota class named default, once set through the API, take the place of the options above."
        ),
    ]

    private static let zones: [Option] = [
        Option("storage_availability_zone", .text, \.zones.storage, "Availability zone of backends without backend_availability_zone."),
        Option(
            "default_availability_zone",
            OptionKind.text.optional,
            \.zones.ofRequests,
            "Availability zone of requests that name none. Empty takes storage_availability_zone."
        ),
        Option(
            "allow_availability_zone_fallback",
            .boolean,
            \.zones.allowsFallback,
            "Use the default zone when a request names one that does not exist, instead of refusing it."
        ),
        Option(
            "cloned_volume_same_az",
            .boolean,
            \.zones.clonesStayInZone,
            "Refuse a copy of a volume or snapshot in another zone than its source."
        ),
    ]

    private static let scheduler: [Option] = [
        Option(
            "scheduler_default_filters",
            .list,
            \.scheduler.filters,
            "Filters that drop pools, in order; see docs/scheduler.md for those there are. Last parts of class names will do."
        ),
        Option("scheduler_default_weighers", .list, \.scheduler.weighers, "Weighers that order the pools that fit."),
        Option(
            "scheduler_weight_handler",
            .text,
            \.scheduler.weightHandler,
            "OrderedHostWeightHandler takes the best pool, StochasticHostWeightHandler draws lots by weight. The class name with its module will do."
        ),
        Option(
            "scheduler_max_attempts",
            .integer(1...100),
            \.scheduler.placementAttempts,
            "How many pools are tried for a new volume when backends fail to make it; 1 tries only the first choice."
        ),
        Option(
            "allocated_capacity_weight_multiplier",
            .number,
            \.scheduler.allocatedCapacityWeightMultiplier,
            "How much allocated space counts for the AllocatedCapacityWeigher; negative spreads volumes."
        ),
        Option(
            "volume_number_multiplier",
            .number,
            \.scheduler.volumeNumberMultiplier,
            "How much the number of volumes counts for the VolumeNumberWeigher; negative spreads volumes."
        ),
        Option(
            "filter_function",
            OptionKind.text.optional,
            \.scheduler.filterFunction,
            "Expression that says which volumes a backend takes, for backends that set none; needs the DriverFilter."
        ),
        Option(
            "goodness_function",
            OptionKind.text.optional,
            \.scheduler.goodnessFunction,
            "Expression from 0 to 100 that says how gladly a backend takes a volume, for backends that set none; needs the GoodnessWeigher."
        ),
        Option(
            "capacity_weight_multiplier",
            .number,
            \.scheduler.capacityWeightMultiplier,
            "How much free space counts in the choice of a pool; negative fills the fullest pool first."
        ),
        Option(
            "max_over_subscription_ratio",
            .overSubscription,
            \.scheduler.overSubscription,
            "How many times its capacity a thin pool may promise, for backends that set none; auto follows use."
        ),
        Option(
            "reserved_percentage",
            .integer(0...100),
            \.scheduler.reservedPercentage,
            "Percentage of capacity that is not given to volumes, for backends that set none."
        ),
    ]

    private static let periods: [Option] = [
        Option("report_interval", .integer(1...3600), \.reportIntervalSeconds, "Seconds between heartbeats of services."),
        Option(
            "service_down_time",
            .integer(2...86_400),
            \.serviceDownSeconds,
            "Seconds without a heartbeat after which a service counts as down."
        ),
        Option(
            "backend_stats_polling_interval",
            .integer(3...3600),
            \.statisticsIntervalSeconds,
            "Seconds between reports of the capacity of backends."
        ),
        Option("message_ttl", .integer(60...315_360_000), \.messageLifetimeSeconds, "Seconds that a user message is kept."),
        Option(
            "volume_transfer_key_length",
            .integer(8...255),
            \.transferKeyLength,
            "Characters of the auth key of a volume transfer: letters and digits, six bits each."
        ),
        Option(
            "idempotency_key_ttl",
            .integer(60...2_592_000),
            \.idempotencyLifetimeSeconds,
            ours: true,
            "Seconds that the answer to a request with an Idempotency-Key is kept."
        ),
        Option(
            "graceful_shutdown_timeout",
            .integer(1...3600),
            \.shutdownSeconds,
            "Seconds that a stop waits for requests and flow steps at hand. What is not done by then goes on at the next start."
        ),
    ]

    private static let log: [Option] = [
        Option("log_level", .choice(), \.log.level, ours: true, "Least severe log records that are written."),
        Option(
            "log_format",
            .choice(),
            \.log.format,
            ours: true,
            "Form of the log on standard error: text for people, json for collectors; one line a record."
        ),
    ]

    private static let database: [Option] = [
        Option(
            "connection",
            .database,
            \.database,
            template: "sqlite:///$state_path/scoria.sqlite",
            "Database of the service. One process owns it; a second one refuses to start on it."
        )
    ]

    private static let middleware: [Option] = [
        Option(
            "max_request_body_size",
            .integer(1024...67_108_864),
            \.api.maximumBodyBytes,
            "Largest request body in bytes; larger ones are answered with 413."
        ),
        Option(
            "enable_proxy_headers_parsing",
            .boolean,
            \.api.believesProxy,
            "Believe X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Prefix in links of answers. Clients can send them too, so only for services behind a proxy that sets them."
        ),
    ]

    private static let policy: [Option] = [
        Option(
            "policy_file",
            .text,
            \.policy.file,
            "File of policy overrides in YAML; docs/policy.md. A relative path begins where the configuration file is, or at $state_path without one. Any other file than policy.yaml must exist."
        ),
        Option(
            "enforce_scope",
            .boolean,
            \.policy.enforcesScope,
            "Refuse tokens of the wrong scope. No rule is bound to a scope, so that this changes nothing."
        ),
        Option(
            "enforce_new_defaults",
            .boolean,
            \.policy.enforcesNewDefaults,
            "Use only the present defaults of rules. When false, what the former defaults admitted is admitted too: any role of the project may read and write."
        ),
    ]

    private static let metrics: [Option] = [
        Option(
            "bearer_token",
            OptionKind.secret.optional,
            \.api.metricsToken,
            ours: true,
            "Secret that collectors send to /metrics as Authorization: Bearer. Without it, only programs on this machine may read the metrics."
        )
    ]

    private static let health: [Option] = [
        Option(
            "disable_by_file_path",
            OptionKind.path.optional,
            \.api.disableFile,
            "File whose existence makes /healthcheck answer 503, to take the node out of a load balancer."
        )
    ]
}
