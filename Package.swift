// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: Swift 6, the upcoming features of the model codebases, warnings as errors, and fault points in debug builds only.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .define("FAULT_POINTS", .when(configuration: .debug)),
    .treatAllWarnings(as: .error),
]

let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let metricsCore = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// One floor of the house: a library target under `Sources/<name>` and, unless told otherwise, its tests under `Tests/<name>Tests`.
func floor(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: settings)
}

/// The tests of one floor.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The floors, lowest first.
///
/// `.ci/check-imports` holds the same table against the sources.
let package = Package(
    name: "scoria",
    products: [
        .executable(name: "scoria", targets: ["Scoria"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
        .target(name: "CLinux"),
        floor("ScoriaModel", []),
        floor("ScoriaSystem", ["ScoriaModel", "CLinux", logging, nioPosix, subprocess]),
        floor("ScoriaStore", ["ScoriaModel", "ScoriaSystem", "CLinux", grdb, sqlite, logging]),
        floor("ScoriaDriver", ["ScoriaModel"]),
        floor("ScoriaDriverTesting", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver"]),
        floor("ScoriaTransfer", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "CLinux"]),
        floor("ScoriaTargets", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "CLinux", logging, nioCore, nioPosix]),
        floor(
            "FileDriver",
            ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaTransfer", "CLinux", logging],
            path: "Sources/Drivers/File"
        ),
        floor("FakeDriver", ["ScoriaModel", "ScoriaDriver", logging], path: "Sources/Drivers/Fake"),
        floor(
            "LVMDriver",
            ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaTransfer", "CLinux", logging],
            path: "Sources/Drivers/LVM"
        ),
        floor("ScoriaScheduler", ["ScoriaModel", "ScoriaDriver"]),
        floor("ScoriaFlow", ["ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaDriver", lifecycle, logging, metrics]),
        floor("ScoriaFlowTesting", ["ScoriaDriver", "ScoriaFlow", "ScoriaStore"]),
        floor(
            "ScoriaControl",
            [
                "ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaDriver", "ScoriaFlow", "ScoriaScheduler", crypto, lifecycle, logging,
                metrics,
            ]
        ),
        floor("ScoriaAPI", ["ScoriaModel", "ScoriaStore"], exclude: ["Schemas/JSON"]),
        floor("ScoriaConfiguration", ["ScoriaModel"]),
        floor(
            "ScoriaIdentity",
            ["ScoriaModel", "ScoriaSystem", "CCrypt", asyncHTTPClient, crypto, logging, metrics, nioCore, nioHTTP1, nioSSL, yams]
        ),
        floor(
            "ScoriaNotifications",
            ["ScoriaModel", "ScoriaSystem", "ScoriaStore", "CRabbitMQ", asyncHTTPClient, crypto, lifecycle, logging, metrics, nioCore]
        ),
        floor(
            "ScoriaAttach",
            ["ScoriaModel", "ScoriaSystem", asyncHTTPClient, logging, nioCore, nioHTTP1, nioSSL]
        ),
        floor(
            "ScoriaServer",
            [
                "ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaAPI", "ScoriaControl", "ScoriaFlow", "ScoriaIdentity",
                "ScoriaNotifications", crypto, hummingbird, hummingbirdTLS, lifecycle, logging, metrics, metricsCore, nioCore, nioSSL,
            ]
        ),
        .executableTarget(
            name: "scoria-conformance",
            dependencies: [
                "CLinux", "ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaDriverTesting", "ScoriaTargets", "LVMDriver", logging,
            ],
            path: "Tests/Guest/Conformance",
            swiftSettings: settings
        ),
        tests("ScoriaSystemTests", ["ScoriaModel", "ScoriaSystem", logging]),
        tests("ScoriaTargetsTests", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaTargets", logging, nioPosix]),
        .executableTarget(
            name: "Scoria",
            dependencies: [
                "ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaDriver", "ScoriaTargets", "ScoriaTransfer", "ScoriaScheduler",
                "ScoriaFlow", "ScoriaControl", "ScoriaConfiguration", "ScoriaIdentity", "ScoriaNotifications", "ScoriaServer",
                "ScoriaAttach",
                "FakeDriver", "FileDriver", "LVMDriver", argumentParser, hummingbird,
                lifecycle, logging, metrics, metricsCore,
            ],
            swiftSettings: settings
        ),
        tests("ScoriaDriverTests", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaDriverTesting"]),
        tests("ScoriaTransferTests", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaTransfer", "ScoriaDriverTesting"]),
        tests(
            "FileDriverTests",
            ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaDriverTesting", "ScoriaTransfer", "FileDriver", logging]
        ),
        tests(
            "LVMDriverTests",
            ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "ScoriaDriverTesting", "LVMDriver", logging]
        ),
        tests("FakeDriverTests", ["ScoriaModel", "ScoriaSystem", "ScoriaDriver", "FakeDriver", logging]),
        tests("ScoriaModelTests", ["ScoriaModel"]),
        tests("ScoriaAPITests", ["ScoriaAPI", "ScoriaModel", "ScoriaStore"]),
        tests(
            "ScoriaServerTests",
            [
                "ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaAPI", "ScoriaControl", "ScoriaServer", "ScoriaIdentity",
                "ScoriaDriver",
                "ScoriaDriverTesting", "ScoriaFlow", "ScoriaScheduler", hummingbird, lifecycle, logging, metricsCore,
                nioCore, nioEmbedded,
            ]
        ),
        tests("ScoriaStoreTests", ["ScoriaStore", "ScoriaModel", "ScoriaSystem"]),
        .executableTarget(
            name: "SchedulerBenchmark",
            dependencies: ["ScoriaModel", "ScoriaDriver", "ScoriaScheduler"],
            path: "Benchmarks/SchedulerBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "SchedulerCases",
            dependencies: ["ScoriaModel", "ScoriaDriver", "ScoriaScheduler"],
            path: "Tests/Tools/SchedulerCases",
            swiftSettings: settings
        ),
        tests("ScoriaSchedulerTests", ["ScoriaModel", "ScoriaDriver", "ScoriaScheduler"]),
        tests("ScoriaConfigurationTests", ["ScoriaModel", "ScoriaConfiguration"]),
        tests("ScoriaIdentityTests", ["ScoriaModel", "ScoriaSystem", "ScoriaIdentity", logging, nioCore, nioPosix]),
        tests(
            "ScoriaNotificationsTests",
            ["ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaNotifications", logging, nioCore, nioPosix]
        ),
        tests("ScoriaAttachTests", ["ScoriaModel", "ScoriaSystem", "ScoriaAttach"]),
        tests("ScoriaFlowTests", ["ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaDriver", "ScoriaFlow", logging]),
        tests(
            "ScoriaControlTests",
            [
                "ScoriaModel", "ScoriaSystem", "ScoriaStore", "ScoriaDriver", "ScoriaDriverTesting", "ScoriaFlow", "ScoriaFlowTesting",
                "ScoriaScheduler", "ScoriaControl", logging,
            ]
        ),
    ]
)
