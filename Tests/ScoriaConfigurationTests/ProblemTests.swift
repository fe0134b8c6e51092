import ScoriaConfiguration
import ScoriaModel
import Testing

@Suite struct ProblemTests {
    @Test func everyProblemIsToldAtOnceWithFileLineAndWhatToWrite() {
        let sources = ConfigurationSources.root(
            """
            [DEFAULT]
            osapi_volume_listen_port = 99999
            osapi_max_limt = 500
            auth_strategy = kerberos
            enabled_backends = rbd-1
            glance_api_servers = http://glance
            [rbd-1]
            volume_driver = cinder.volume.drivers.rbd.RBDDriver
            fake_delay = 86400
            [nova]
            interface = public
            """
        )
        #expect(
            sources.report == """
                scoria.conf:2: error: [DEFAULT] osapi_volume_listen_port: 99999 is out of bounds. Write a whole number from 0 to 65535.
                scoria.conf:3: warning: [DEFAULT] osapi_max_limt: There is no such option. Did you mean osapi_max_limit?
                scoria.conf:4: error: [DEFAULT] auth_strategy: 'kerberos' is not known here. Write one of noauth, noauth_include_project_id, \
                http_basic, keystone.
                scoria.conf:6: warning: [DEFAULT] glance_api_servers: This option of Cinder has no effect in this version. Remove the line.
                scoria.conf:8: error: [rbd-1] volume_driver: The Ceph RBD driver is not in this version yet. Write one of scoria.file, \
                scoria.lvm, scoria.fake.
                scoria.conf:9: error: [rbd-1] fake_delay: 86400.0 is out of bounds. Write a number from 0.0 to 3600.0.
                scoria.conf:10: warning: [nova]: This section of Cinder has no effect in this version. Remove it.
                """
        )
        #expect(sources.configuration == nil)
    }

    @Test func warningsDoNotKeepTheServiceFromStarting() {
        let sources = ConfigurationSources.root("[DEFAULT]\nunheard_of_option = 1\n[other]\na = 1")
        #expect(sources.findings == ["2 warning DEFAULT unheard_of_option", "3 warning other"])
        #expect(sources.configuration != nil)
    }

    static let wrongValues = [
        ("osapi_max_limit = many", "DEFAULT osapi_max_limit"),
        ("osapi_max_limit = 0", "DEFAULT osapi_max_limit"),
        ("osapi_max_limit = 99999999999999999999", "DEFAULT osapi_max_limit"),
        ("osapi_max_limit =", "DEFAULT osapi_max_limit"),
        ("quota_volumes = -2", "DEFAULT quota_volumes"),
        ("state_path = relative/path", "DEFAULT state_path"),
        ("host = a@b", "DEFAULT host"),
        ("osapi_volume_listen = [::1]", "DEFAULT osapi_volume_listen"),
        ("cloned_volume_same_az = maybe", "DEFAULT cloned_volume_same_az"),
        ("max_over_subscription_ratio = 0.5", "DEFAULT max_over_subscription_ratio"),
        ("capacity_weight_multiplier = nan", "DEFAULT capacity_weight_multiplier"),
        ("public_endpoint = storage.example.org", "DEFAULT public_endpoint"),
        ("log_format = xml", "DEFAULT log_format"),
        ("host = $nowhere", "DEFAULT host"),
        ("host = $default_volume_type\ndefault_volume_type = $host", "DEFAULT host"),
        ("host = ${host", "DEFAULT host"),
        ("service_down_time = 10", "DEFAULT service_down_time"),
        ("[database]\nconnection = mysql+pymysql://cinder:geheim@db/cinder", "database connection"),
        ("[database]\nconnection = sqlite://", "database connection"),
        ("[oslo_middleware]\nmax_request_body_size = 1", "oslo_middleware max_request_body_size"),
        ("[default]\ntarget_helper = lioadm", "default target_helper"),
        ("[default]\ntarget_prefix = iqn with spaces", "default target_prefix"),
        ("[default]\ntarget_ip_address = 0.0.0.0", "default target_ip_address"),
        ("[default]\nextra_capabilities = [1]", "default extra_capabilities"),
        ("[default]\nfile_pool_path = pool", "default file_pool_path"),
        ("[default]\nvolume_driver = scoria.fake\nfake_faults = createVolum:transient:10", "default fake_faults"),
        ("[default]\nvolume_driver = scoria.fake\nfake_delay = -1", "default fake_delay"),
        ("[default]\nvolume_driver = scoria.fake\nfake_delay = nan", "default fake_delay"),
        ("enabled_backends = a,a\n[a]", "DEFAULT enabled_backends"),
        ("enabled_backends = a#b\n[a#b]", "DEFAULT enabled_backends"),
        ("enabled_backends = ../etc\n[../etc]", "DEFAULT enabled_backends"),
        ("enabled_backends = database\n[database]", "DEFAULT enabled_backends"),
        ("enabled_backends = lvm1\n[lvm2]", "DEFAULT enabled_backends"),
        ("enabled_backends = a,b\n[backend_defaults]\ntarget_port = 3260\n[a]\n[b]", "b target_port"),
        ("enabled_backends = a,b\n[a]\nfile_pool_path = /srv\n[b]\nfile_pool_path = /srv/b", "b file_pool_path"),
    ]

    @Test(arguments: wrongValues) func aWrongValueStopsTheStart(_ text: String, _ place: String) {
        let sources = ConfigurationSources.root("[DEFAULT]\n" + text)
        #expect(sources.findings.contains { $0.hasSuffix("error \(place)") }, "\(sources.report)")
        #expect(sources.configuration == nil)
    }

    @Test func passwordsInDatabaseURLsAreNotRepeated() {
        #expect(!ConfigurationSources.root("[database]\nconnection = mysql+pymysql://cinder:geheim@db/cinder").report.contains("geheim"))
    }

    @Test func noauthIsForLoopbackUnlessToldOtherwise() {
        for address in ["127.0.0.1", "127.1.2.3", "::1", "localhost"] {
            #expect(ConfigurationSources.root("[DEFAULT]\nosapi_volume_listen = \(address)").configuration != nil)
        }
        for address in ["0.0.0.0", "192.0.2.1", "::", "storage.example.org", "127.example.org", "127.0.0.1.example.org"] {
            #expect(
                ConfigurationSources.root("[DEFAULT]\nosapi_volume_listen = \(address)").findings == ["2 error DEFAULT osapi_volume_listen"]
            )
        }
        let allowed = ConfigurationSources.root("[DEFAULT]\nosapi_volume_listen = 0.0.0.0\nallow_noauth_on_any_address = true")
        #expect(allowed.findings.isEmpty)
    }

    @Test func keystoneNeedsToKnowWhereAndAsWhom() {
        let empty = ConfigurationSources.root("[DEFAULT]\nauth_strategy = keystone")
        #expect(
            empty.findings == ["auth_url", "username", "password", "project_name"].map { "2 error keystone_authtoken \($0)" }
        )
        let full = ConfigurationSources.root(
            """
            [DEFAULT]
            auth_strategy = keystone
            osapi_volume_listen = 0.0.0.0
            [keystone_authtoken]
            auth_url = https://keystone.example.org:5000
            username = scoria
            password = geheim
            project_name = service
            memcached_servers = 127.0.0.1:11211
            """
        )
        #expect(full.findings == ["9 warning keystone_authtoken memcached_servers"])
        #expect(full.configuration?.identity.password?.reveal() == "geheim")
    }

    @Test func secretsAreNotRepeated() {
        let sources = ConfigurationSources.root("[keystone_authtoken]\npassword = ge$heim")
        #expect(sources.findings == ["2 error keystone_authtoken password"])
        #expect(!sources.report.contains("heim"))
    }

    @Test func tlsNeedsACertificateAndItsKey() {
        let sources = ConfigurationSources.root("[DEFAULT]\nosapi_volume_use_ssl = true\n[ssl]\nkey_file = /k.pem")
        #expect(sources.findings == ["2 error ssl cert_file"])
    }

    @Test func passwordsAreNotSentInClear() {
        let sources = ConfigurationSources.root("[DEFAULT]\nauth_strategy = http_basic\nosapi_volume_listen = 0.0.0.0")
        #expect(sources.findings == ["2 warning DEFAULT auth_strategy"])
    }

    static let misplaced = [
        ("[DEFAULT]\ntarget_port = 1", "2 warning DEFAULT target_port", "Move it to the section of a backend"),
        ("[default]\nosapi_max_limit = 1", "2 warning default osapi_max_limit", "Move it to [DEFAULT]"),
        ("[databse]\nconnection = x", "1 warning databse", "Did you mean [database]?"),
        ("[slow]\nfile_pool_path = /srv", "1 warning slow", "Add slow to enabled_backends"),
        ("[DEFAULT]\nhost = a\nhost = b", "3 warning DEFAULT host", "this one counts"),
    ]

    @Test(arguments: misplaced) func whatHasNoEffectIsSaid(_ text: String, _ finding: String, _ advice: String) {
        let sources = ConfigurationSources.root(text)
        #expect(sources.findings == [finding])
        #expect(sources.report.contains(advice))
    }

    @Test func variablesThatSetNothingAreWarnedOf() {
        let sources = ConfigurationSources.root(environment: ["SCORIA_DEFAULT__OSAPI_MAX_LIMT": "1", "SCORIA_FAULT": "x", "PATH": "/bin"])
        #expect(
            sources.report == """
                environment variable SCORIA_DEFAULT__OSAPI_MAX_LIMT: warning: The variable sets no option. \
                Did you mean SCORIA_DEFAULT__OSAPI_MAX_LIMIT?
                """
        )
    }

    @Test func wrongValuesNameTheVariableOrFlag() {
        let environment = ["SCORIA_DEFAULT__OSAPI_MAX_LIMIT": "x"]
        #expect(
            ConfigurationSources.root(environment: environment).report.hasPrefix(
                "environment variable SCORIA_DEFAULT__OSAPI_MAX_LIMIT: error"
            )
        )
        let flags = [ConfigurationSources.Override(option: "osapi_volume_listen_port", value: "x", flag: "--port")]
        #expect(ConfigurationSources.root(flags: flags).report.hasPrefix("flag --port: error: [DEFAULT] osapi_volume_listen_port:"))
        let unknown = [ConfigurationSources.Override(option: "hots", value: "x", flag: "--set hots")]
        #expect(ConfigurationSources.root(flags: unknown).report.hasSuffix("There is no such option. Did you mean host?"))
    }

    @Test func whatAFlagOverridesIsCheckedAllTheSame() {
        let port = ConfigurationSources.Override(option: "osapi_volume_listen_port", value: "1", flag: "--port")
        let listen = ConfigurationSources.Override(option: "osapi_volume_listen", value: "127.0.0.1", flag: "--listen")
        let wrong = ConfigurationSources.root(
            "[DEFAULT]\nosapi_volume_listen_port = 70000\nosapi_volume_listen = 0.0.0.0",
            flags: [port, listen]
        )
        #expect(wrong.findings == ["2 error DEFAULT osapi_volume_listen_port", "3 error DEFAULT osapi_volume_listen"])
        let allow = ConfigurationSources.Override(option: "allow_noauth_on_any_address", value: "true", flag: "--set")
        #expect(ConfigurationSources.root("[DEFAULT]\nosapi_volume_listen = 0.0.0.0", flags: [listen, allow]).findings.isEmpty)
        let target = ConfigurationSources.root("[default]\ntarget_port = x", environment: ["SCORIA_DEFAULT__TARGET_PORT": "1"])
        #expect(target.findings == ["2 error default target_port"])
    }

    @Test func aFileThatIsNotThereIsSaid() {
        #expect {
            try ConfigurationSources.ofProcess(file: "/nonexistent/scoria.conf", overrides: [], environment: [:])
        } throws: { error in
            "\(error)".hasPrefix("/nonexistent/scoria.conf: error: The file cannot be read: No such file or directory.")
        }
    }
}
