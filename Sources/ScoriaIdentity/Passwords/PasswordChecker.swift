internal import Crypto
internal import Metrics
public import ScoriaModel
internal import ScoriaSystem
internal import Synchronization

/// Holds names and passwords against a ``PasswordFile``.
///
/// Hashing is slow on purpose, so it happens on threads of its own, a few at a time, with a bounded line. What was right is remembered
/// for a bounded time under a keyed digest, so that a client pays once and not with every request.
public final class PasswordChecker: Sendable {
    private struct State {
        var file: PasswordFile
        /// Changes with the file, so that a check that began before does not vouch for what came after.
        var edition = 0
        var verified: RecentlyUsed<SecretDigest, (user: PasswordFile.User, until: ContinuousClock.Instant)>
    }

    private let path: String
    private let state: Mutex<State>
    private let work: BlockingWork
    private let turnstile: Turnstile
    private let cacheSeconds: Double
    /// Makes the digests in memory worthless to whoever does not have the whole memory.
    private let key: [UInt8]
    private let known = Counter(label: "scoria_password_checks_total", dimensions: [("outcome", "known")])
    private let right = Counter(label: "scoria_password_checks_total", dimensions: [("outcome", "right")])
    private let wrong = Counter(label: "scoria_password_checks_total", dimensions: [("outcome", "wrong")])

    /// How many passwords are hashed at a time.
    private static let threads = 2
    private static let waitingLimit = 128

    /// Reads the file; throws ``IdentityFileError`` or a sentence with the line when it cannot be used.
    public init(path: String, cacheSeconds: Double = 300) throws {
        self.path = path
        self.cacheSeconds = cacheSeconds
        state = Mutex(State(file: try Self.read(path), verified: RecentlyUsed(capacity: 4096)))
        work = BlockingWork(threads: Self.threads)
        turnstile = Turnstile(width: Self.threads, waitingLimit: Self.waitingLimit)
        var generator = SystemRandomNumberGenerator()
        key = (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    /// Reads the file again; what is wrong with it is thrown, and the old one stays.
    public func reload() throws {
        let file = try Self.read(path)
        state.withLock { state in
            state.file = file
            state.edition += 1
            state.verified.removeAll()
        }
    }

    /// The user with this name and password; nil when there is none.
    ///
    /// Throws ``IdentityUnavailable`` when too many wait.
    public func user(_ name: String, password: Secret) async throws -> PasswordFile.User? {
        guard Bcrypt.isUsable(password) else {
            wrong.increment()
            return nil
        }
        let digest = SecretDigest(Secret("\(name)\0\(password.reveal())"), prefix: key)
        let now = ContinuousClock.now
        let (verified, user, hash, edition) = state.withLock { state in
            let entry = state.verified.value(of: digest)
            let verified = entry.flatMap { $0.until > now ? $0.user : nil }
            let user = state.file.users[name]
            return (verified, user, user?.hash ?? state.file.decoy, state.edition)
        }
        if let verified {
            known.increment()
            return verified
        }
        let work = work
        // Somebody who is not in the file takes as long as somebody who is.
        let isRight = try await turnstile.pass { try await work.run { Bcrypt.matches(password, hash) } }
        guard isRight, let user else {
            wrong.increment()
            return nil
        }
        right.increment()
        let seconds = cacheSeconds
        state.withLock { state in
            guard state.edition == edition, seconds > 0 else { return }
            state.verified.insert((user, .now + .seconds(seconds)), at: digest)
        }
        return user
    }

    private static func read(_ path: String) throws -> PasswordFile {
        let text: String
        do {
            text = try SmallFile.text(at: path)
        } catch {
            throw IdentityFileError("The password file \(path) cannot be read: \(error).")
        }
        do throws(PasswordFile.Problem) {
            return try PasswordFile(text: text)
        } catch {
            throw IdentityFileError("\(path):\(error.line): \(error.description)")
        }
    }
}
