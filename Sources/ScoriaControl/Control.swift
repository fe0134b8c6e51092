public import ScoriaStore
public import ScoriaSystem

/// What the use cases share; each use case is a method in the folder of its resource.
public struct Control: Sendable {
    /// Where every change is one transaction.
    public let store: Store
    public let clock: WallClock
    public let ids: IDSource
    public let settings: ControlSettings

    /// The use cases over a store.
    public init(store: Store, clock: WallClock, ids: IDSource, settings: ControlSettings) {
        self.store = store
        self.clock = clock
        self.ids = ids
        self.settings = settings
    }
}
