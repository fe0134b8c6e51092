public import ScoriaDriver
public import ScoriaModel
import Synchronization

/// A driver around another one that fails chosen calls.
///
/// Three ways to choose, all of which may be changed while it is in use:
///
/// - ``failCall(_:as:)`` fails the n-th call from now on, whichever it is. Calls that the service makes by itself (`start`,
///   `statistics`, `inventory`, `ensureExports`) are not counted, so that n means the same in every run.
/// - ``fail(_:times:as:)`` fails the next calls of one kind, of any kind in ``DriverCall``.
/// - ``intercept(_:)`` runs a closure before every call, which may wait (to hold a flow in the middle of a step) or throw.
///
/// ``calls`` is the record of what was asked for, in order. `validate` and `stop` are passed through.
///
/// ```swift
/// let memory = MemoryDriver()
/// let driver = FaultInjectingDriver(memory)
/// driver.failCall(3, as: .ambiguousAfter)
/// // … run a flow …
/// #expect(memory.contents.isClean)
/// ```
public final class FaultInjectingDriver: CompleteDriver {
    private struct State {
        var calls: [DriverCall] = []
        var countdown: (remaining: Int, fault: DriverFault)?
        var byCall: [DriverCall: (remaining: Int, fault: DriverFault)] = [:]
        var interceptor: (@Sendable (DriverCall) async throws -> Void)?
        var alteration: (@Sendable (inout BackendStatistics) -> Void)?

        mutating func record(_ call: DriverCall) -> DriverFault? {
            calls.append(call)
            var fault: DriverFault?
            if let planned = byCall[call] {
                fault = planned.fault
                byCall[call] = planned.remaining > 1 ? (planned.remaining - 1, planned.fault) : nil
            }
            if let planned = countdown, !call.isBackground {
                if planned.remaining == 1 { fault = planned.fault }
                countdown = planned.remaining > 1 ? (planned.remaining - 1, planned.fault) : nil
            }
            return fault
        }
    }

    private let base: any CompleteDriver
    private let state = Mutex(State())

    /// A wrapper that fails nothing until told to.
    public init(_ base: any CompleteDriver) {
        self.base = base
    }

    /// The calls so far, failed ones too, oldest first.
    public var calls: [DriverCall] { state.withLock { $0.calls } }

    /// Fails the `number`-th call from now on (1 is the next one) and no other; replaces an earlier plan of this kind.
    public func failCall(_ number: Int, as fault: DriverFault) {
        state.withLock { $0.countdown = (number, fault) }
    }

    /// Fails the next `times` calls of one kind; replaces an earlier plan for that kind.
    public func fail(_ call: DriverCall, times: Int = 1, as fault: DriverFault) {
        state.withLock { $0.byCall[call] = (times, fault) }
    }

    /// Runs `closure` before every call (nil: none); what it throws, the call throws without happening.
    public func intercept(_ closure: (@Sendable (DriverCall) async throws -> Void)?) {
        state.withLock { $0.interceptor = closure }
    }

    /// Changes every report before it is given to the service (nil: none), so that a backend can be made to say anything.
    public func alterStatistics(_ closure: (@Sendable (inout BackendStatistics) -> Void)?) {
        state.withLock { $0.alteration = closure }
    }

    /// Forgets plans, interceptor and record.
    public func reset() {
        state.withLock { $0 = State() }
    }

    private func perform<Result>(_ call: DriverCall, _ body: () async throws -> Result) async throws -> Result {
        let (fault, interceptor) = state.withLock { ($0.record(call), $0.interceptor) }
        try await interceptor?(call)
        if let fault, fault != .ambiguousAfter { throw fault.error(of: call) }
        let result = try await body()
        if let fault { throw fault.error(of: call) }
        return result
    }
}

extension FaultInjectingDriver {
    public func start() async throws {
        try await perform(.start) { try await base.start() }
    }

    public func stop() async {
        await base.stop()
    }

    public func statistics() async throws -> BackendStatistics {
        var statistics = try await perform(.statistics) { try await base.statistics() }
        state.withLock { $0.alteration }?(&statistics)
        return statistics
    }

    public func createVolume(_ volume: Volume) async throws -> ProviderUpdate {
        try await perform(.createVolume) { try await base.createVolume(volume) }
    }

    public func deleteVolume(_ volume: Volume) async throws {
        try await perform(.deleteVolume) { try await base.deleteVolume(volume) }
    }

    public func validate(_ connector: Connector) throws {
        try base.validate(connector)
    }

    public func createExport(_ export: ExportRequest) async throws -> ProviderUpdate {
        try await perform(.createExport) { try await base.createExport(export) }
    }

    public func ensureExports(_ exports: [EnsuredExport]) async throws {
        try await perform(.ensureExports) { try await base.ensureExports(exports) }
    }

    public func removeExport(_ export: ExportRequest) async throws {
        try await perform(.removeExport) { try await base.removeExport(export) }
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        try await perform(.initializeConnection) { try await base.initializeConnection(export, connector: connector) }
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        try await perform(.terminateConnection) { try await base.terminateConnection(export, connector: connector) }
    }
}

extension FaultInjectingDriver {
    public func createSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws -> ProviderUpdate {
        try await perform(.createSnapshot) { try await base.createSnapshot(snapshot, of: volume) }
    }

    public func deleteSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await perform(.deleteSnapshot) { try await base.deleteSnapshot(snapshot, of: volume) }
    }

    public func createVolume(_ volume: Volume, from snapshot: Snapshot, progress: ProgressReport) async throws -> ProviderUpdate {
        try await perform(.createVolumeFromSnapshot) { try await base.createVolume(volume, from: snapshot, progress: progress) }
    }

    public func cloneVolume(_ volume: Volume, from source: Volume, progress: ProgressReport) async throws -> ProviderUpdate {
        try await perform(.cloneVolume) { try await base.cloneVolume(volume, from: source, progress: progress) }
    }

    public func extendVolume(_ volume: Volume, to size: GibiByteCount, export: ExportRequest?) async throws {
        try await perform(.extendVolume) { try await base.extendVolume(volume, to: size, export: export) }
    }

    public func revertVolume(
        _ volume: Volume,
        to snapshot: Snapshot,
        export: ExportRequest?,
        progress: ProgressReport
    ) async throws {
        try await perform(.revertVolume) {
            try await base.revertVolume(volume, to: snapshot, export: export, progress: progress)
        }
    }

    public func inventory() async throws -> [InventoryObject] {
        try await perform(.inventory) { try await base.inventory() }
    }
}

extension FaultInjectingDriver {
    public func sizeOfExisting(_ reference: [String: JSONValue]) async throws -> GibiByteCount {
        try await perform(.sizeOfExisting) { try await base.sizeOfExisting(reference) }
    }

    public func manageExisting(_ volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate {
        try await perform(.manageExisting) { try await base.manageExisting(volume, reference: reference) }
    }

    public func releaseExisting(_ volume: Volume, to reference: [String: JSONValue]) async throws {
        try await perform(.releaseExisting) { try await base.releaseExisting(volume, to: reference) }
    }

    public func releaseExistingSnapshot(_ snapshot: Snapshot, of volume: Volume, to reference: [String: JSONValue]) async throws {
        try await perform(.releaseExistingSnapshot) { try await base.releaseExistingSnapshot(snapshot, of: volume, to: reference) }
    }

    public func unmanage(_ volume: Volume) async throws {
        try await perform(.unmanage) { try await base.unmanage(volume) }
    }

    public func manageableVolumes(known: [Volume]) async throws -> [ManageableObject] {
        try await perform(.manageableVolumes) { try await base.manageableVolumes(known: known) }
    }

    public func sizeOfExistingSnapshot(_ reference: [String: JSONValue], of volume: Volume) async throws -> GibiByteCount {
        try await perform(.sizeOfExistingSnapshot) { try await base.sizeOfExistingSnapshot(reference, of: volume) }
    }

    public func manageExistingSnapshot(
        _ snapshot: Snapshot,
        of volume: Volume,
        reference: [String: JSONValue]
    ) async throws -> ProviderUpdate {
        try await perform(.manageExistingSnapshot) {
            try await base.manageExistingSnapshot(snapshot, of: volume, reference: reference)
        }
    }

    public func unmanageSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await perform(.unmanageSnapshot) { try await base.unmanageSnapshot(snapshot, of: volume) }
    }

    public func manageableSnapshots(known: [Snapshot]) async throws -> [ManageableObject] {
        try await perform(.manageableSnapshots) { try await base.manageableSnapshots(known: known) }
    }
}
