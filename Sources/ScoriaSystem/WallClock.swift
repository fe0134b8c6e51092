public import ScoriaModel

#if canImport(Glibc)
    import Glibc
#endif

/// Tells the time.
///
/// A value, so that tests can hold it still.
public struct WallClock: Sendable {
    private let reading: @Sendable () -> Timestamp

    /// A clock that answers with `reading`.
    public init(reading: @escaping @Sendable () -> Timestamp) {
        self.reading = reading
    }

    /// The present moment.
    public func now() -> Timestamp { reading() }

    /// The machine's clock.
    public static let system = WallClock {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(microseconds: Int64(moment.tv_sec) * 1_000_000 + Int64(moment.tv_nsec) / 1000)
    }
}
