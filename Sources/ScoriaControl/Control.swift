public import ScoriaFlow
public import ScoriaScheduler
public import ScoriaStore
public import ScoriaSystem

/// What the use cases share; each use case is a method in the folder of its resource.
public struct Control: Sendable {
    /// Where every change is one transaction.
    public let store: Store
    /// Where every change of a resource that takes time goes on.
    public let flows: FlowEngine
    public let backends: Backends
    public let scheduler: Scheduler
    public let clock: WallClock
    public let ids: IDSource
    public let settings: ControlSettings

    /// The use cases over a store, an engine and the backends.
    public init(
        store: Store,
        flows: FlowEngine,
        backends: Backends,
        scheduler: Scheduler,
        clock: WallClock,
        ids: IDSource,
        settings: ControlSettings
    ) {
        self.store = store
        self.flows = flows
        self.backends = backends
        self.scheduler = scheduler
        self.clock = clock
        self.ids = ids
        self.settings = settings
    }
}

extension FlowRegistry {
    /// Every kind of flow that the use cases start.
    public static func standard(_ environment: FlowEnvironment) -> FlowRegistry {
        var registry = FlowRegistry()
        registry.register(CreateVolume(environment: environment))
        registry.register(RemoveRemains(environment: environment))
        registry.register(DeleteVolume(environment: environment))
        registry.register(ExtendVolume(environment: environment))
        registry.register(RevertVolume(environment: environment))
        registry.register(ManageVolume(environment: environment))
        registry.register(UnmanageVolume(environment: environment))
        registry.register(ManageSnapshot(environment: environment))
        registry.register(UnmanageSnapshot(environment: environment))
        registry.register(CreateSnapshot(environment: environment))
        registry.register(DeleteSnapshot(environment: environment))
        registry.register(ConnectVolume(environment: environment))
        registry.register(DisconnectVolume(environment: environment))
        registry.register(WithdrawExport(environment: environment))
        return registry
    }
}
