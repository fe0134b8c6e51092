import ScoriaConfiguration
import ScoriaModel
import Testing

@Suite struct LoadingTests {
    @Test func nothingAtAllIsAWorkingService() throws {
        let loaded = ServiceConfiguration.load(from: .root())
        #expect(loaded.problems.isEmpty)
        let configuration = try #require(loaded.configuration)
        #expect(configuration.statePath == "/var/lib/scoria")
        #expect(configuration.host == "node")
        #expect(configuration.api.listenAddress == "127.0.0.1")
        #expect(configuration.api.listenPort == 8776)
        #expect(configuration.database == .sqlite(path: "/var/lib/scoria/scoria.sqlite"))
        let backend = try #require(configuration.backends.first)
        #expect(configuration.backends.count == 1)
        #expect(backend.name == "default")
        #expect(backend.backendName == "default")
        #expect(backend.filePoolPath == "/var/lib/scoria/pools/default")
        #expect(backend.targetAddress == "127.0.0.1")
        #expect(backend.usesCHAP)
    }

    @Test func withoutRootStateIsKeptAtHome() {
        var sources = ConfigurationSources(machine: .init(hostName: "node", isRoot: false, homeDirectory: "/home/ann"))
        #expect(sources.configuration?.statePath == "/home/ann/.local/state/scoria")
        sources.environment["XDG_STATE_HOME"] = "/data"
        #expect(sources.configuration?.statePath == "/data/scoria")
    }

    @Test func oneSectionABackend() throws {
        let configuration = try #require(
            ConfigurationSources.root(
                """
                [DEFAULT]
                enabled_backends = fast, slow
                my_ip = 192.0.2.7
                reserved_percentage = 5
                [backend_defaults]
                target_port = 13260
                file_pool_create = true
                max_over_subscription_ratio = auto
                [fast]
                volume_driver = scoria.file
                volume_backend_name = tier1
                file_pool_path = /srv/fast/
                use_chap_auth = no
                extra_capabilities = {"tier": "gold",
                    "replicas": 3}
                [slow]
                target_port = 3261
                reserved_percentage = 10
                """
            ).configuration
        )
        let (fast, slow) = (configuration.backends[0], configuration.backends[1])
        #expect([fast.name, fast.backendName, fast.filePoolPath] == ["fast", "tier1", "/srv/fast"])
        #expect(fast.extraCapabilities == ["tier": "gold", "replicas": 3])
        #expect(!fast.usesCHAP && slow.usesCHAP)
        #expect([fast.targetPort, slow.targetPort] == [13260, 3261])
        #expect([fast.targetAddress, slow.targetAddress] == ["192.0.2.7", "192.0.2.7"])
        #expect([fast.reservedPercentage, slow.reservedPercentage] == [nil, 10])
        #expect(configuration.scheduler.reservedPercentage == 5)
        #expect(fast.overSubscription == .automatic)
        #expect([slow.backendName, slow.filePoolPath] == ["slow", "/var/lib/scoria/pools/slow"])
    }

    @Test func theBuiltInBackendHasASectionToo() {
        let configuration = ConfigurationSources.root("[default]\nfile_pool_path = /srv/pool").configuration
        #expect(configuration?.backends.map(\.filePoolPath) == ["/srv/pool"])
    }

    @Test func aDirectoryThatTheOperatorNamesIsNotMade() {
        #expect(ConfigurationSources.root().configuration?.backends.map(\.createsFilePool) == [true])
        #expect(ConfigurationSources.root("[default]\nfile_pool_path = /srv").configuration?.backends.map(\.createsFilePool) == [false])
        let asked = ConfigurationSources.root("[default]\nfile_pool_path = /srv\nfile_pool_create = yes")
        #expect(asked.configuration?.backends.map(\.createsFilePool) == [true])
    }

    @Test func flagsComeBeforeEnvironmentBeforeFileBeforeDefaults() {
        let file = "[DEFAULT]\nosapi_volume_listen_port = 1\nosapi_max_limit = 1\nquota_volumes = 1"
        let sources = ConfigurationSources.root(
            file,
            environment: [
                "SCORIA_DEFAULT__OSAPI_VOLUME_LISTEN_PORT": "2", "SCORIA_DEFAULT__OSAPI_MAX_LIMIT": "2",
            ],
            flags: [.init(option: "osapi_volume_listen_port", value: "3", flag: "--port")]
        )
        let configuration = sources.configuration
        #expect(configuration?.api.listenPort == 3)
        #expect(configuration?.api.maximumPage == 2)
        #expect(configuration?.quotas.volumes == 1)
        #expect(configuration?.quotas.snapshots == 10)
    }

    @Test func theEnvironmentCanNameBackends() {
        let sources = ConfigurationSources.root(environment: [
            "SCORIA_DEFAULT__ENABLED_BACKENDS": "my-files",
            "SCORIA_MY_FILES__FILE_POOL_PATH": "/srv/files",
            "SCORIA_BACKEND_DEFAULTS__TARGET_PORT": "13260",
        ])
        #expect(sources.findings.isEmpty)
        #expect(sources.configuration?.backends.map(\.filePoolPath) == ["/srv/files"])
        #expect(sources.configuration?.backends.map(\.targetPort) == [13260])
    }

    @Test func anAssignmentNamesSectionAndOption() throws {
        let set = try #require(ConfigurationSources.Override(assignment: "my.backend.target_port=13260"))
        #expect([set.section, set.option, set.value] == ["my.backend", "target_port", "13260"])
        #expect(ConfigurationSources.Override(assignment: "host=a=b").map(\.value) == "a=b")
        #expect(ConfigurationSources.Override(assignment: "=x") == nil)
        #expect(ConfigurationSources.Override(assignment: "host") == nil)
    }

    @Test func optionsReferToEachOther() {
        let configuration = ConfigurationSources.root(
            """
            [DEFAULT]
            state_path = /data
            host = ${storage_availability_zone}-1
            default_volume_type = $$5-\\$state_path
            [database]
            connection = sqlite:///${DEFAULT.state_path}/db
            [default]
            file_pool_path = $state_path/$volume_backend_name
            volume_backend_name = x
            """
        ).configuration
        #expect(configuration?.host == "nova-1")
        #expect(configuration?.defaultVolumeType == "$5-$state_path")
        #expect(configuration?.database == .sqlite(path: "/data/db"))
        #expect(configuration?.backends.first?.filePoolPath == "/data/x")
    }

    @Test(arguments: ["sqlite:///var/db", "sqlite:////var/db"]) func databaseURLsAreAbsolute(_ url: String) {
        #expect(ConfigurationSources.root("[database]\nconnection = \(url)").configuration?.database == .sqlite(path: "/var/db"))
    }
}
