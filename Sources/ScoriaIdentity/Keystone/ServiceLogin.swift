internal import ScoriaModel
internal import ScoriaSystem

/// Keeps this service logged in: one log-in at a time, a new one before the old one ends.
actor ServiceLogin {
    private let client: KeystoneClient
    private let clock: WallClock
    private var login: KeystoneClient.Login?
    private var pending: Task<KeystoneClient.Login, any Error>?
    private var refusal: (error: IdentityUnavailable, until: Timestamp)?
    private var count = 0

    /// A token that ends so soon may end on its way.
    private static let marginSeconds = 30.0
    /// After a wrong password nobody is asked for so long: identity services lock accounts that try too often.
    private static let refusalSeconds = 10.0

    init(client: KeystoneClient, clock: WallClock) {
        self.client = client
        self.clock = clock
    }

    /// A log-in that still holds; later than `refused`, when that one was not accepted.
    func current(after refused: Int = 0) async throws -> KeystoneClient.Login {
        let now = clock.now()
        if let login, login.number > refused, login.expiresAt.seconds(since: now) > Self.marginSeconds { return login }
        if let refusal, refusal.until > now { throw refusal.error }
        // Whoever asks first starts the task; it goes on when that one is cancelled, for the sake of the others.
        let task = pending ?? start()
        return try await task.value
    }

    private func start() -> Task<KeystoneClient.Login, any Error> {
        count += 1
        let number = count
        let task = Task { try await self.logIn(number) }
        pending = task
        return task
    }

    private func logIn(_ number: Int) async throws -> KeystoneClient.Login {
        defer { pending = nil }
        do {
            let made = try await client.logIn(number: number)
            login = made
            refusal = nil
            return made
        } catch let error as IdentityUnavailable where error.kind == .refusesService {
            refusal = (error, clock.now().advanced(bySeconds: Self.refusalSeconds))
            throw error
        }
    }
}
