internal import Synchronization

/// Counts the requests that are under way for each key, and lets no key have more than the limit.
///
/// Holds an entry only while a request of its key is under way.
final class RequestTally<Key: Hashable & Sendable>: Sendable {
    private let limit: Int
    private let counts = Mutex<[Key: Int]>([:])

    /// A tally with a limit for each key; 0 is none.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether one more request of the key may begin; then ``leave(_:)`` has to follow at its end.
    func enter(_ key: Key) -> Bool {
        guard limit > 0 else { return true }
        return counts.withLock { counts in
            let count = counts[key, default: 0]
            guard count < limit else { return false }
            counts[key] = count + 1
            return true
        }
    }

    /// One request of the key has ended.
    func leave(_ key: Key) {
        guard limit > 0 else { return }
        counts.withLock { counts in
            guard let count = counts[key] else { return }
            counts[key] = count > 1 ? count - 1 : nil
        }
    }
}
