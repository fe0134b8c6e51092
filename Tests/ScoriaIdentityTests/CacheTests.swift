import ScoriaModel
import Testing

@testable import ScoriaIdentity

@Suite("What is remembered, and who waits")
struct CacheTests {
    @Test("What is used stays, what is not goes, and there is never more than the bound")
    func recentlyUsed() {
        var memory = RecentlyUsed<Int, Int>(capacity: 100)
        for key in 0..<10_000 {
            memory.insert(key, at: key)
            #expect(memory.value(of: 0) == 0)
            #expect(memory.count <= 100)
        }
        #expect(memory.value(of: 9999) == 9999)
        #expect(memory.value(of: 5000) == nil)
        memory.remove(0)
        #expect(memory.value(of: 0) == nil)
    }

    @Test("The digest of a secret depends on all of it and on the prefix")
    func digests() {
        let long = String(repeating: "x", count: 500)
        #expect(SecretDigest(Secret(long)) == SecretDigest(Secret(long)))
        #expect(SecretDigest(Secret(long)) != SecretDigest(Secret(long + "y")))
        #expect(SecretDigest(Secret(long)) != SecretDigest(Secret(long), prefix: [1]))
    }

    @Test("No more pass than may, nobody is forgotten, and those who are cancelled make room")
    func turnstile() async throws {
        let turnstile = Turnstile(width: 3, waitingLimit: 1000)
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask {
                    // A cancelled one ends with an error, which is its result here.
                    try? await turnstile.pass {
                        await counter.enter()
                        await Task.yield()
                        await counter.leave()
                    }
                }
                if number % 100 == 99 { await Task.yield() }
            }
        }
        #expect(await counter.passed == 400)
        #expect(await counter.most <= 3)
    }

    @Test("Who would make the line too long is told so, and who is cancelled leaves it")
    func turnstileLimits() async throws {
        let turnstile = Turnstile(width: 1, waitingLimit: 1)
        let (entered, didEnter) = AsyncStream.makeStream(of: Void.self)
        let (leave, mayLeave) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await turnstile.pass {
                didEnter.yield()
                await leave.first { _ in true }
            }
        }
        await entered.first { _ in true }
        // Of two more, one waits and the other is told that the line is full; the one that waits goes when it is cancelled.
        let outcomes = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do {
                        try await turnstile.pass {}
                        return true
                    } catch {
                        return error is IdentityUnavailable
                    }
                }
            }
            let first = await group.next()
            group.cancelAll()
            return [first, await group.next()].compactMap(\.self)
        }
        #expect(outcomes == [true, false])
        mayLeave.yield()
        try await first.value
        try await turnstile.pass {}
    }

    private actor Counter {
        private var inside = 0
        private(set) var most = 0
        private(set) var passed = 0

        func enter() {
            inside += 1
            most = max(most, inside)
        }

        func leave() {
            inside -= 1
            passed += 1
        }
    }
}
