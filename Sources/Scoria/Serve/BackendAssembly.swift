import FileDriver
import Logging
import ScoriaConfiguration
import ScoriaControl
import ScoriaDriver
import ScoriaModel
import ScoriaScheduler
import ScoriaSystem
import ScoriaTargets

/// The one place that names concrete drivers: makes the backends of a configuration.
struct BackendAssembly {
    let configuration: ServiceConfiguration
    let work: BlockingWork
    let logger: Logger

    /// Each backend with the target server that it exports through.
    func assemble() -> [(backend: Backend, target: TgtTargetHelper)] {
        configuration.backends.map(assemble)
    }

    private func assemble(_ backend: BackendConfiguration) -> (Backend, TgtTargetHelper) {
        let target = TgtTargetHelper(
            configuration: TgtConfiguration(backend, statePath: configuration.statePath),
            logger: logger
        )
        let driver: any VolumeDriver =
            switch backend.driver {
            case .file: FileDriver(pool(of: backend), target: target, work: work, logger: logger)
            }
        let made = Backend(
            address: BackendAddress(host: backend.host ?? configuration.host, backend: backend.name),
            availabilityZone: backend.availabilityZone ?? configuration.zones.storage,
            driver: driver,
            usesCHAP: backend.usesCHAP,
            numberQuarantineSeconds: Double(backend.targetNumberQuarantineSeconds),
            functions: .first(of: [
                PlacementFunctions(filter: backend.filterFunction, goodness: backend.goodnessFunction),
                PlacementFunctions(filter: configuration.scheduler.filterFunction, goodness: configuration.scheduler.goodnessFunction),
            ])
        )
        return (made, target)
    }

    private func pool(of backend: BackendConfiguration) -> FilePoolConfiguration {
        FilePoolConfiguration(
            path: backend.filePoolPath,
            backendName: backend.backendName,
            reservedPercentage: backend.reservedPercentage ?? configuration.scheduler.reservedPercentage,
            overSubscription: OverSubscription(backend.overSubscription ?? configuration.scheduler.overSubscription),
            createsDirectory: backend.createsFilePool,
            extraCapabilities: backend.extraCapabilities
        )
    }
}

extension TgtConfiguration {
    /// The target server of a backend: one each, with its socket in the state directory.
    init(_ backend: BackendConfiguration, statePath: String) {
        self.init(stateDirectory: "\(statePath)/targets/\(backend.name)")
        targetPrefix = backend.targetPrefix
        portalAddress = backend.targetAddress
        portalPort = backend.targetPort
    }
}

extension OverSubscription {
    fileprivate init(_ setting: OverSubscriptionSetting) {
        switch setting {
        case .ratio(let ratio): self = .ratio(ratio)
        case .automatic: self = .automatic
        }
    }
}
