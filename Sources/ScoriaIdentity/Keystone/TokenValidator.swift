public import Logging
internal import Metrics
public import ScoriaModel
public import ScoriaSystem
internal import Synchronization

/// Says whose a token is, and asks Keystone only when it has to.
///
/// An answer is kept for a bounded time, never longer than the token lives; a token that was taken back is therefore refused at the
/// latest when that time is over. Requests with the same unknown token wait for one question. Unknown tokens wait in a bounded line;
/// those with known ones never do.
public final class TokenValidator: Sendable {
    private struct Key: Hashable {
        let digest: SecretDigest
        let allowsExpired: Bool
    }

    /// What is known of a token, and until when.
    private struct Entry {
        let verdict: TokenVerdict
        let until: ContinuousClock.Instant
        /// The end of the token itself; nil for one that may be used beyond it.
        let expiresAt: Timestamp?
    }

    private struct State {
        var valid: RecentlyUsed<Key, Entry>
        /// Apart from the others, so that somebody who guesses tokens cannot push out those of others.
        var invalid: RecentlyUsed<Key, Entry>
        var pending: [Key: Task<TokenVerdict, any Error>] = [:]
    }

    private let client: KeystoneClient
    private let login: ServiceLogin
    private let settings: KeystoneSettings
    private let clock: WallClock
    private let turnstile: Turnstile
    private let metrics = TokenMetrics()
    private let complaints: Complaints
    private let state: Mutex<State>

    /// A refused token is asked about again after at most so long; it may have been too new for one of several identity servers.
    private static let invalidSeconds = 10.0
    private static let invalidCount = 4096
    /// The longest token that is looked at, in bytes; Keystone's are a few hundred.
    static let longestToken = 8192

    /// A validator; throws ``IdentityFileError`` when a certificate file cannot be used.
    public init(settings: KeystoneSettings, clock: WallClock = .system, logger: Logger) throws {
        client = try KeystoneClient(settings)
        login = ServiceLogin(client: client, clock: clock)
        self.settings = settings
        self.clock = clock
        turnstile = Turnstile(width: settings.concurrentValidations, waitingLimit: settings.waitingValidations)
        complaints = Complaints(logger: logger)
        state = Mutex(
            State(valid: RecentlyUsed(capacity: settings.cacheSize), invalid: RecentlyUsed(capacity: Self.invalidCount))
        )
    }

    /// Ends the connections to the identity service.
    public func stop() async { await client.stop() }

    /// Whose a token is; throws ``IdentityUnavailable`` when nobody can say.
    ///
    /// `allowExpired` is for requests that a trusted service vouches for: the user's token may have ended while the work went on.
    public func validate(_ token: Secret, allowExpired: Bool = false) async throws -> TokenVerdict {
        guard Self.isShort(token) else {
            metrics.refused.increment()
            return .invalid
        }
        let key = Key(digest: SecretDigest(token), allowsExpired: allowExpired)
        let now = ContinuousClock.now
        // Only what may be a token is asked about, so that what is known has once been looked at.
        let known: (verdict: TokenVerdict?, pending: Task<TokenVerdict, any Error>?) = state.withLock { state in
            if let verdict = current(&state, key, now) { return (verdict, nil) }
            guard Self.canBeToken(token) else { return (nil, nil) }
            if let pending = state.pending[key] { return (nil, pending) }
            let task = Task { try await self.ask(about: token, key) }
            state.pending[key] = task
            return (nil, task)
        }
        if let verdict = known.verdict {
            metrics.known.increment()
            return verdict
        }
        guard let pending = known.pending else {
            metrics.refused.increment()
            return .invalid
        }
        return try await pending.value
    }

    /// Asks Keystone something else, within the same deadline and the same bound of questions at once.
    func asking<Answer: Sendable>(_ question: @escaping @Sendable (KeystoneClient, _ base: String) async throws -> Answer) async throws
        -> Answer
    {
        let (client, login) = (client, login)
        return try await within(
            seconds: settings.deadlineSeconds,
            late: IdentityUnavailable(.slow, "no answer within \(self.settings.deadlineSeconds) s"),
            { try await self.turnstile.pass { try await question(client, try await login.current().base) } }
        )
    }

    /// What is known of a token and still holds.
    private func current(_ state: inout State, _ key: Key, _ now: ContinuousClock.Instant) -> TokenVerdict? {
        if let entry = state.valid.value(of: key) {
            if entry.until > now, entry.expiresAt.map({ $0 > clock.now() }) ?? true { return entry.verdict }
            state.valid.remove(key)
        }
        guard let entry = state.invalid.value(of: key), entry.until > now else { return nil }
        return entry.verdict
    }

    /// Asks Keystone, keeps the answer and tells everybody who waits for it.
    private func ask(about token: Secret, _ key: Key) async throws -> TokenVerdict {
        let start = ContinuousClock.now
        do {
            let verdict = try await within(
                seconds: settings.deadlineSeconds,
                late: IdentityUnavailable(.slow, "no answer within \(self.settings.deadlineSeconds) s"),
                { try await self.turnstile.pass { try await self.question(token, key) } }
            )
            state.withLock { keep(verdict, of: key, in: &$0) }
            metrics.record(verdict, ContinuousClock.now - start)
            return verdict
        } catch {
            state.withLock { $0.pending[key] = nil }
            let trouble = error as? IdentityUnavailable ?? IdentityUnavailable(.unreachable, "\(error)")
            metrics.record(trouble.kind, ContinuousClock.now - start)
            complaints.add(trouble)
            throw trouble
        }
    }

    private func question(_ token: Secret, _ key: Key) async throws -> TokenVerdict {
        let first = try await login.current()
        if case .verdict(let verdict) = try await client.validate(token, allowExpired: key.allowsExpired, as: first) {
            return checked(verdict, key)
        }
        // Our own token was taken back, or the identity service has new keys: once more with a new one.
        let second = try await login.current(after: first.number)
        guard case .verdict(let verdict) = try await client.validate(token, allowExpired: key.allowsExpired, as: second) else {
            throw IdentityUnavailable(
                .refusesService,
                "the identity service does not accept the token that it has just given to this service"
            )
        }
        return checked(verdict, key)
    }

    /// Refuses what the identity service holds for valid although it has expired by our clock.
    private func checked(_ verdict: TokenVerdict, _ key: Key) -> TokenVerdict {
        if case .valid(let facts) = verdict, !key.allowsExpired, facts.expiresAt <= clock.now() { return .invalid }
        return verdict
    }

    private func keep(_ verdict: TokenVerdict, of key: Key, in state: inout State) {
        state.pending[key] = nil
        switch verdict {
        case .valid(let facts):
            guard settings.cacheSeconds > 0 else { return }
            let until = ContinuousClock.now + .seconds(settings.cacheSeconds)
            let expiry = key.allowsExpired ? nil : facts.expiresAt
            state.valid.insert(Entry(verdict: verdict, until: until, expiresAt: expiry), at: key)
        case .invalid:
            let seconds = min(Self.invalidSeconds, settings.cacheSeconds)
            guard seconds > 0 else { return }
            state.invalid.insert(Entry(verdict: verdict, until: .now + .seconds(seconds), expiresAt: nil), at: key)
        }
    }

    private static func isShort(_ token: Secret) -> Bool {
        let length = token.reveal().utf8.count
        return length > 0 && length <= longestToken
    }

    /// Whether a text can be a token at all: what is not is refused without a question, and cannot get into a header of ours.
    private static func canBeToken(_ token: Secret) -> Bool {
        token.reveal().utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
