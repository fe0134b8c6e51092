import FakeDriver
import FileDriver
import LVMDriver
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

    /// Each backend with the target server of its own that has to be watched, when it has one.
    func assemble() -> [(backend: Backend, target: TgtTargetHelper?)] {
        configuration.backends.map(assemble)
    }

    private func assemble(_ backend: BackendConfiguration) -> (Backend, TgtTargetHelper?) {
        let target = backend.driver == .fake ? nil : targetHelper(of: backend)
        let made = Backend(
            address: BackendAddress(host: backend.host ?? configuration.host, backend: backend.name),
            availabilityZone: backend.availabilityZone ?? configuration.zones.storage,
            clusterName: configuration.cluster.map { "\($0)@\(backend.name)" },
            driver: driver(of: backend, target: target),
            usesCHAP: backend.usesCHAP,
            numberQuarantineSeconds: Double(backend.targetNumberQuarantineSeconds),
            functions: .first(of: [
                PlacementFunctions(filter: backend.filterFunction, goodness: backend.goodnessFunction),
                PlacementFunctions(filter: configuration.scheduler.filterFunction, goodness: configuration.scheduler.goodnessFunction),
            ])
        )
        return (made, target as? TgtTargetHelper)
    }

    private func driver(of backend: BackendConfiguration, target: (any TargetHelper)?) -> any VolumeDriver {
        switch (backend.driver, target) {
        case (.file, let target?): FileDriver(pool(of: backend), target: target, work: work, logger: logger)
        case (.lvm, let target?): LVMDriver(group(of: backend), target: target, work: work, logger: logger)
        case (.fake, _), (_, nil): FakeDriver(fake(of: backend), logger: logger)
        }
    }

    private func targetHelper(of backend: BackendConfiguration) -> any TargetHelper {
        let addresses = [backend.targetAddress] + backend.furtherTargetAddresses
        let devices = "/dev/\(backend.volumeGroup)/"
        switch backend.targetHelper {
        case .tgtadm:
            return TgtTargetHelper(configuration: TgtConfiguration(backend, statePath: configuration.statePath), logger: logger)
        case .lioadm:
            let port = backend.targetPort == 0 ? 3260 : backend.targetPort
            let lio = LIOConfiguration(
                targetPrefix: backend.targetPrefix,
                portals: addresses.map { $0.contains(":") ? "[\($0)]:\(port)" : "\($0):\(port)" },
                devices: devices,
                usesRDMA: backend.targetProtocol == .iser
            )
            return LIOTargetHelper(lio, work: work, logger: logger)
        case .nvmet:
            let nvme = NVMeTargetConfiguration(
                addresses: addresses,
                port: backend.targetPort == 0 ? 4420 : backend.targetPort,
                devices: devices
            )
            return NVMeTargetHelper(nvme, work: work, logger: logger)
        case .fake:
            let (transport, port): (FakeTargetHelper.Transport, Int) =
                switch backend.targetProtocol {
                case .iscsi: (.iscsi, 3260)
                case .iser: (.iser, 3260)
                case .nvmeTCP: (.nvmeTCP, 4420)
                }
            return FakeTargetHelper(
                transport,
                addresses: addresses,
                port: backend.targetPort == 0 ? port : backend.targetPort,
                targetPrefix: backend.targetPrefix,
                logger: logger
            )
        }
    }

    private func group(of backend: BackendConfiguration) -> LVMConfiguration {
        var group = LVMConfiguration(volumeGroup: backend.volumeGroup, backendName: backend.backendName)
        group.provisioning =
            switch backend.lvmType {
            case .thick: .thick
            case .thin: .thin
            case .auto: .automatic
            }
        group.mirrors = backend.lvmMirrors
        group.clearing = backend.volumeClear == .zero ? .zero : .none
        group.clearSizeMebibytes = backend.volumeClearSize
        group.tries = backend.shellTries
        group.targetPrefix = backend.targetPrefix
        group.reservedPercentage = reservedPercentage(of: backend)
        group.overSubscription = overSubscription(of: backend)
        group.extraCapabilities = backend.extraCapabilities
        return group
    }

    private func fake(of backend: BackendConfiguration) -> FakeConfiguration {
        var fake = FakeConfiguration(backendName: backend.backendName)
        fake.transport =
            switch backend.fakeTransport {
            case .iscsi: .iscsi
            case .iser: .iser
            case .fibreChannel: .fibreChannel
            }
        fake.poolCount = backend.fakePools
        fake.poolSize = GibiByteCount(backend.fakePoolSize)
        fake.delaySeconds = backend.fakeDelaySeconds
        fake.faults = backend.fakeFaults.compactMap(FakeConfiguration.Fault.init)
        fake.reservedPercentage = reservedPercentage(of: backend)
        fake.overSubscription = overSubscription(of: backend)
        fake.extraCapabilities = backend.extraCapabilities
        return fake
    }

    private func pool(of backend: BackendConfiguration) -> FilePoolConfiguration {
        FilePoolConfiguration(
            path: backend.filePoolPath,
            backendName: backend.backendName,
            reservedPercentage: reservedPercentage(of: backend),
            overSubscription: overSubscription(of: backend),
            createsDirectory: backend.createsFilePool,
            extraCapabilities: backend.extraCapabilities
        )
    }

    private func reservedPercentage(of backend: BackendConfiguration) -> Int {
        backend.reservedPercentage ?? configuration.scheduler.reservedPercentage
    }

    private func overSubscription(of backend: BackendConfiguration) -> OverSubscription {
        OverSubscription(backend.overSubscription ?? configuration.scheduler.overSubscription)
    }
}

extension FakeConfiguration.Fault {
    /// Reads `call:class:percent`, which the configuration has checked.
    fileprivate init?(_ text: String) {
        let words = text.split(separator: ":")
        guard words.count == 3, let disposition = DriverError.Disposition(rawValue: String(words[1])), let percent = Int(words[2]) else {
            return nil
        }
        self.init(call: String(words[0]), disposition: disposition, percent: percent)
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
