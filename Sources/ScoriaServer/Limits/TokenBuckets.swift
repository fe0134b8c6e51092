internal import Synchronization

/// Spaces the requests of each key: so many per second in the long run, and so many at once after a rest.
///
/// A key that has rested until its bucket is full is forgotten, so that the table holds only those that were busy lately.
final class TokenBuckets<Key: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private struct State {
        var buckets: [Key: Bucket] = [:]
        /// The number of buckets at which the full ones are looked for next.
        var sweepAt = 1024
    }

    private let rate: Double
    private let burst: Double
    private let state = Mutex(State())

    /// Buckets that gain `rate` tokens per second and hold `burst`; a rate of 0 lets everything through.
    init(rate: Double, burst: Int) {
        self.rate = rate
        self.burst = Double(max(1, burst))
    }

    /// Takes one token; answers nil when there was one, or else the seconds until there is.
    func take(_ key: Key, now: ContinuousClock.Instant = .now) -> Double? {
        guard rate > 0 else { return nil }
        return state.withLock { state in
            sweep(&state, now)
            var bucket = state.buckets[key] ?? Bucket(tokens: burst, filledAt: now)
            bucket.tokens = filled(bucket, now)
            bucket.filledAt = now
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            state.buckets[key] = bucket
            return isAllowed ? nil : (1 - bucket.tokens) / rate
        }
    }

    private func filled(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (now - bucket.filledAt).components
        return min(burst, bucket.tokens + max(0, Double(seconds) + Double(attoseconds) / 1e18) * rate)
    }

    private func sweep(_ state: inout State, _ now: ContinuousClock.Instant) {
        guard state.buckets.count >= state.sweepAt else { return }
        state.buckets = state.buckets.filter { filled($0.value, now) < burst }
        state.sweepAt = max(1024, state.buckets.count * 2)
    }
}
