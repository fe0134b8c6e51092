/// The options of a backend's section.
///
/// `[backend_defaults]` takes them too, for all backends at once.
enum BackendOptions {
    /// The section whose values hold for every backend that does not set its own.
    static let sharedSection = "backend_defaults"

    private typealias Option = ConfigurationOption<BackendConfiguration>

    /// All options of a backend.
    static let section = OptionSection<BackendConfiguration>(name: "a backend", options: general + file + lvm + fake + targets + capacity)

    private static let general: [Option] = [
        Option(
            "volume_driver",
            .choice(aliases: ["cinder.volume.drivers.lvm.LVMVolumeDriver": .lvm], elsewhere: BackendConfiguration.Driver.sentence),
            \.driver,
            "Driver of the backend. scoria.file keeps volumes as sparse files in a directory, scoria.lvm as logical volumes of a volume group; scoria.fake stores nothing and logs every call."
        ),
        Option(
            "volume_backend_name",
            .text,
            \.backendName,
            computed: "the name of the section",
            "Name that the extra spec volume_backend_name selects; several backends may share one."
        ),
        Option("backend_host", OptionKind.nodeName.optional, \.host, "Takes the place of host in the addresses of this backend's volumes."),
        Option(
            "backend_availability_zone",
            OptionKind.text.optional,
            \.availabilityZone,
            "Availability zone of this backend. Empty takes storage_availability_zone."
        ),
    ]

    private static let file: [Option] = [
        Option(
            "file_pool_path",
            .path,
            \.filePoolPath,
            ours: true,
            computed: "$state_path/pools/ and the name of the section",
            "Directory of the volumes of a scoria.file backend. XFS or btrfs makes snapshots and clones instant."
        ),
        Option(
            "file_pool_create",
            .boolean,
            \.createsFilePool,
            ours: true,
            computed: "true unless file_pool_path is set",
            "Make the directory when it is missing. Best false for a mount point, since a missing directory then means a missing mount."
        ),
    ]

    private static let lvm: [Option] = [
        Option("volume_group", .text, \.volumeGroup, "Volume group of a scoria.lvm backend."),
        Option(
            "lvm_type",
            .choice(),
            \.lvmType,
            "How new logical volumes get their space: default all at once, thin as they are written to, auto thin when the thin pool is there or the group is empty."
        ),
        Option("lvm_mirrors", .integer(0...10), \.lvmMirrors, "Further copies of each thick volume on other disks of the group."),
        Option(
            "volume_clear",
            .choice(),
            \.volumeClear,
            "What happens to the bytes of a thick volume when it is deleted: zero overwrites them, none leaves them for whoever gets the space next."
        ),
        Option(
            "volume_clear_size",
            .integer(0...1024),
            \.volumeClearSize,
            "MiB that are overwritten, from the start; 0 is all of the volume."
        ),
        Option(
            "num_shell_tries",
            .integer(1...100),
            \.shellTries,
            "How often an LVM command is tried that was killed or ended for no reason of its own."
        ),
    ]

    private static let fake: [Option] = [
        Option("fake_transport", .choice(), \.fakeTransport, ours: true, "Whose connection info a scoria.fake backend hands out."),
        Option("fake_pools", .integer(1...10_000), \.fakePools, ours: true, "How many pools a scoria.fake backend reports."),
        Option("fake_pool_size", .integer(1...10_000_000), \.fakePoolSize, ours: true, "GiB that each of them says it holds."),
        Option("fake_delay", .number(0...3600), \.fakeDelaySeconds, ours: true, "Seconds that each call of a scoria.fake backend takes."),
        Option(
            "fake_faults",
            .list,
            \.fakeFaults,
            ours: true,
            "Calls of a scoria.fake backend that fail, as call:class:percent, such as createVolume:transient:10; the classes are transient, permanent and ambiguous."
        ),
    ]

    private static let targets: [Option] = [
        Option(
            "target_helper",
            .choice(elsewhere: targetHelperSentence),
            \.targetHelper,
            "What exports volumes: tgtadm is the userspace target server tgtd; lioadm and nvmet are the iSCSI and NVMe targets of the kernel, which take block devices only (scoria.lvm); fake exports nothing and logs every call, for demonstrations and tests."
        ),
        Option(
            "target_protocol",
            .choice(),
            \.targetProtocol,
            "Protocol of exports: iscsi with tgtadm or lioadm, iser with lioadm, nvmet_tcp with nvmet, any of them with fake."
        ),
        Option("target_prefix", .qualifiedNamePrefix, \.targetPrefix, "What the names of targets begin with; the volume's name follows."),
        Option(
            "target_ip_address",
            .host,
            \.targetAddress,
            template: "$my_ip",
            "Address at which initiators reach this backend's volumes."
        ),
        Option(
            "target_secondary_ip_addresses",
            .list,
            \.furtherTargetAddresses,
            "Further addresses at which initiators with multipath reach this backend's volumes; with lioadm and nvmet."
        ),
        Option(
            "target_port",
            .integer(0...65_535),
            \.targetPort,
            "Port at which initiators reach this backend's volumes; 0 takes the first free one from 3260 on and keeps it (with lioadm 3260, with nvmet 4420). The field's default is 3260; ours leaves room for several backends and for a target server that is there already."
        ),
        Option(
            "use_chap_auth",
            .boolean,
            \.usesCHAP,
            "Let initiators in only with a secret that is made for each volume. The field's default is false; ours is not."
        ),
        Option(
            "target_number_quarantine",
            .integer(0...604_800),
            \.targetNumberQuarantineSeconds,
            ours: true,
            "Seconds for which the number of a removed target is not given to another volume, so that a stale initiator never sees foreign data."
        ),
    ]

    private static let capacity: [Option] = [
        Option(
            "max_over_subscription_ratio",
            OptionKind.overSubscription.optional,
            \.overSubscription,
            computed: "the value in [DEFAULT]",
            "How many times its capacity this backend's pools may promise; auto follows use."
        ),
        Option(
            "reserved_percentage",
            OptionKind.integer(0...100).optional,
            \.reservedPercentage,
            computed: "the value in [DEFAULT]",
            "Percentage of this backend's capacity that is not given to volumes."
        ),
        Option(
            "filter_function",
            OptionKind.text.optional,
            \.filterFunction,
            computed: "the value in [DEFAULT]",
            "Expression that says which volumes this backend takes; needs the DriverFilter in scheduler_default_filters."
        ),
        Option(
            "goodness_function",
            OptionKind.text.optional,
            \.goodnessFunction,
            computed: "the value in [DEFAULT]",
            "Expression from 0 to 100 that says how gladly this backend takes a volume; needs the GoodnessWeigher."
        ),
        Option(
            "extra_capabilities",
            .jsonObject,
            \.extraCapabilities,
            "JSON object of further capabilities that every pool of this backend reports, for extra specs to match."
        ),
    ]

    private static func targetHelperSentence(_ text: String) -> String? {
        let known = ["scstadmin", "iscsictl", "spdk-nvmeof"]
        return known.contains(text) ? "The target helper \(text) is not in this version." : nil
    }
}

extension BackendConfiguration.Driver {
    /// What to tell people who write the class of a driver of Cinder.
    static func sentence(for text: String) -> String? {
        guard text.hasPrefix("cinder.volume.drivers.") else { return nil }
        let family = text.dropFirst("cinder.volume.drivers.".count).split(separator: ".").first.map(String.init) ?? ""
        return switch family {
        case "nfs", "remotefs", "quobyte", "vzstorage":
            "Cinder's \(family) driver is not in this version; a mounted share can be the file_pool_path of scoria.file."
        case "rbd": "The Ceph RBD driver is not in this version yet."
        default: "The driver \(text) is not in this version."
        }
    }
}
