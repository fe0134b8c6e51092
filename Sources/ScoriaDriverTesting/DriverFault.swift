import ScoriaDriver

/// A call of a driver, by name.
public enum DriverCall: String, Sendable, Hashable, CaseIterable {
    case start
    case statistics
    case createVolume
    case deleteVolume
    case createExport
    case ensureExports
    case removeExport
    case initializeConnection
    case terminateConnection
    case createSnapshot
    case deleteSnapshot
    case createVolumeFromSnapshot
    case cloneVolume
    case extendVolume
    case revertVolume
    case sizeOfExisting
    case manageExisting
    case releaseExisting
    case unmanage
    case manageableVolumes
    case sizeOfExistingSnapshot
    case manageExistingSnapshot
    case releaseExistingSnapshot
    case unmanageSnapshot
    case manageableSnapshots
    case inventory

    /// Whether the service makes the call by itself, at times that a test does not choose.
    var isBackground: Bool { self == .start || self == .statistics || self == .inventory || self == .ensureExports }
}

/// How a call fails.
public enum DriverFault: Sendable, Hashable, CaseIterable {
    /// The call does not happen; the error says that it may succeed later.
    case transient
    /// The call does not happen; the error says that it never will.
    case permanent
    /// The call does not happen, and the error cannot tell.
    case ambiguousBefore
    /// The call happens, and the error cannot tell.
    case ambiguousAfter

    func error(of call: DriverCall) -> DriverError {
        switch self {
        case .transient: DriverError(.unavailable, .transient, "Injected: \(call.rawValue) cannot reach the backend.")
        case .permanent: DriverError(.backend, .permanent, "Injected: the backend refuses \(call.rawValue).")
        case .ambiguousBefore, .ambiguousAfter:
            DriverError(.timeout, .ambiguous, "Injected: the backend did not answer \(call.rawValue).")
        }
    }
}
