import Synchronization

/// Lets one call at a time work on each object of a backend, by the object's name there.
///
/// The flow engine does not call twice for one object at once, but a call that ran into its deadline may still be at work when it is
/// repeated, and the two would share one half-made file.
public final class ObjectLocks: Sendable {
    /// The calls that wait for each name that is held; an empty list when nobody waits.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    /// Locks of which none is held.
    public init() {}

    /// Runs `body` while no other call has the name.
    public func withLock<Result>(_ name: String, _ body: () async throws -> Result) async rethrows -> Result {
        await acquire(name)
        defer { release(name) }
        return try await body()
    }

    private func acquire(_ name: String) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting[name] != nil else {
                    waiting[name] = []
                    return true
                }
                waiting[name]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func release(_ name: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let queue = waiting[name], let first = queue.first else {
                waiting[name] = nil
                return nil
            }
            waiting[name] = Array(queue.dropFirst())
            return first
        }
        next?.resume()
    }
}
