import NIOPosix

/// Runs work that blocks a thread (file system calls) away from the threads that Swift's tasks share.
///
/// A bounded pool: more work than threads waits its turn, first come first served. Long work is handed over in pieces of bounded
/// length, so that short work gets its turn between them. A task that is cancelled while its work waits gets `CancellationError`
/// at once; work that has begun runs to its end.
public final class BlockingWork: Sendable {
    private let pool: NIOThreadPool

    /// Starts the pool with that many threads; 16 keeps a fast disk busy and costs little while idle.
    public init(threads: Int = 16) {
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    deinit {
        // Nobody can wait for work any more; without this the threads would stay.
        pool.shutdownGracefully { _ in }
    }

    /// What `body` answers or throws, after it ran on a thread of the pool.
    public func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await pool.runIfActive(body)
    }

    /// Ends the threads once the present work is done.
    ///
    /// Work that still waits, and later work, gets `CancellationError`.
    public func stop() async {
        await withCheckedContinuation { continuation in
            pool.shutdownGracefully { _ in continuation.resume() }
        }
    }
}
