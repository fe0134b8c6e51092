import ArgumentParser
import Foundation
import Logging
import ScoriaConfiguration
import ScoriaControl
import ScoriaFlow
import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

/// `scoria explain`: where a volume would go now, and why.
///
/// Answered from the service's database and configuration, not through the API: so it needs no credentials, works while the service is
/// stopped or stuck, and can change nothing. Pools are as they last reported, with what was placed on them since.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say where a new volume would go now, and why, without making anything."
    )

    @OptionGroup var arguments: ConfigurationArguments
    @Option(help: "Size in GiB; the source's when there is one.")
    var size: Int?
    @Option(help: "Name or id of the volume type.")
    var type: String?
    @Option(help: "Availability zone.")
    var zone: String?
    @Option(help: "Id of the snapshot that the volume would be made of.")
    var snapshot: String?
    @Option(help: "Id of the volume that would be cloned.")
    var source: String?
    @Option(help: "Ask about this backend or pool only: host@backend or host@backend#pool.")
    var pool: String?
    @Option(help: "Beside this volume (hint same_host); may be given several times.")
    var sameHost: [String] = []
    @Option(help: "Not beside this volume (hint different_host); may be given several times.")
    var differentHost: [String] = []
    @Option(help: "Condition over the pools' states as JSON text (hint query).")
    var query: String?
    @Option(help: "The project that would own the volume; the volumes of hints must be its own.")
    var project = ""
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func run() async throws {
        let configuration = try arguments.load()
        let store: Store =
            switch configuration.database {
            case .sqlite(let path): try Store.visitSQLite(at: path)
            }
        let answer: PlacementAnswer
        do {
            answer = try control(configuration, store).explainPlacement(of: request, pinnedTo: pool.map(PoolAddress.init), by: caller)
        } catch let error as ControlError {
            throw ValidationError([error.message, error.correction].compactMap { $0 }.joined(separator: " "))
        }
        await store.close()
        if json {
            print(answer.document.json(choosing: answer.pool).jsonText)
        } else {
            print(answer.pool.map { "The volume would go to \($0)." } ?? "No pool fits: \(answer.document.summary)")
            print(answer.document.operatorText)
        }
        if answer.pool == nil { throw ExitCode(1) }
    }

    private var request: VolumeCreation {
        get throws {
            guard snapshot == nil || source == nil else { throw ValidationError("Give --snapshot or --source, not both.") }
            let origin: VolumeCreation.Source =
                snapshot.map { .snapshot(SnapshotID(parsing: $0) ?? SnapshotID(rawValue: $0)) }
                ?? source.map { .volume(VolumeID(parsing: $0) ?? VolumeID(rawValue: $0)) } ?? .nothing
            if let size, size < 1 { throw ValidationError("--size is a whole number of GiB, at least 1.") }
            return VolumeCreation(
                size: size.map { GibiByteCount($0) },
                source: origin,
                volumeType: type,
                availabilityZone: zone,
                hints: SchedulerHints(
                    sameHost: sameHost.isEmpty ? nil : sameHost,
                    differentHost: differentHost.isEmpty ? nil : differentHost,
                    query: query
                )
            )
        }
    }

    private var caller: Caller {
        Caller(
            userID: UserID(rawValue: ""),
            projectID: ProjectID(rawValue: project),
            roles: [],
            isAdmin: true,
            requestID: RequestID(rawValue: "")
        )
    }

    /// The use cases over the service's database, with nothing that runs.
    private func control(_ configuration: ServiceConfiguration, _ store: Store) throws -> Control {
        let logger = Logger(label: "scoria", factory: { _ in SwiftLogNoOpLogHandler() })
        let assembled = BackendAssembly(configuration: configuration, work: BlockingWork(), logger: logger).assemble()
        let backends = Backends(assembled.map(\.backend))
        let settings = ControlSettings(configuration)
        let now = WallClock.system.now()
        try store.read { reader in
            for service in try reader.services() where service.binary == Service.volumeBinary {
                let cluster = try service.clusterName.flatMap { try reader.cluster($0, binary: service.binary) }
                backends.assume(service, in: cluster, isUp: service.isUp(at: now, downTime: settings.serviceDownTime))
            }
        }
        let scheduler = try Scheduler(configuration)
        return Control(
            store: store,
            flows: FlowEngine(store: store, registry: FlowRegistry(), logger: logger),
            backends: backends,
            scheduler: scheduler,
            clock: .system,
            ids: .system,
            settings: settings
        )
    }
}
