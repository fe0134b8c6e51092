internal import ScoriaDriver

/// What can happen to a request to tgtd.
enum TgtFailure: Error {
    /// Nobody answers on the control socket: the request did not happen.
    case unreachable(String)
    /// The request went out and no whole answer came back: it may have happened.
    case unanswered(request: String, why: String)
    /// The connection broke before the answer, as it does when tgtd ends: it may have happened.
    case cut(request: String)
    /// tgtd said no: it did not happen.
    case refused(request: String, TgtStatus)

    /// The failure as the driver contract knows it; `purpose` says what was wanted, such as `exporting volume …`.
    func driverError(_ purpose: String) -> DriverError {
        switch self {
        case .unreachable(let why):
            DriverError(
                .unavailable,
                .transient,
                "The target server tgtd cannot be reached while \(purpose): \(why).",
                correction: "It is restarted by itself; if that does not happen, look for tgtd in the system log."
            )
        case .unanswered(let request, let why):
            DriverError(.timeout, .ambiguous, "tgtd did not answer (\(request)) while \(purpose): \(why).")
        case .cut(let request):
            DriverError(.unavailable, .ambiguous, "tgtd ended before it answered (\(request)) while \(purpose).")
        case .refused(let request, .lunActive), .refused(let request, .targetActive):
            DriverError(.busy, .transient, "Commands of an initiator are still under way in tgtd (\(request)) while \(purpose).")
        case .refused(let request, .noMemory):
            DriverError(.backend, .transient, "tgtd refused (\(request)) while \(purpose): \(TgtStatus.noMemory).")
        case .refused(let request, let status):
            DriverError(.backend, .permanent, "tgtd refused (\(request)) while \(purpose): \(status).")
        }
    }

    /// Whether tgtd refused for this reason.
    func isRefusal(_ status: TgtStatus) -> Bool {
        if case .refused(_, status) = self { return true }
        return false
    }
}

/// Turns tgtd's failures within `body` into driver errors that say what was wanted.
func explaining<Result>(
    _ purpose: @autoclosure () -> String,
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Result
) async throws -> Result {
    do {
        return try await body()
    } catch let failure as TgtFailure {
        throw failure.driverError(purpose())
    }
}

/// Runs `body` and treats a refusal for one of these reasons as done; anything else passes through.
func accepting(_ statuses: TgtStatus..., isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let failure as TgtFailure where statuses.contains(where: failure.isRefusal) {
    }
}
