internal import HTTPTypes
internal import NIOCore
internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// Makes a repeated POST with the same `Idempotency-Key` get the first answer instead of doing the work again.
///
/// The key is claimed in the database before the work and the answer is kept with it. A request that died with the process has
/// left a claim of an earlier run: when it had come to a flow, the flow carries the key and the answer is made from it; else
/// nothing was done, and the request is taken over.
struct IdempotencyKeeper: Sendable {
    private let store: Store
    private let clock: WallClock
    private let lifetimeSeconds: Double
    /// This run of the service: whoever claimed under another one is dead.
    private let instance: String

    init(control: Control) {
        store = control.store
        clock = control.clock
        lifetimeSeconds = control.settings.idempotencyLifetimeSeconds
        instance = control.ids.uuid()
    }

    /// Answers a call by `work`, unless its key has been seen before; `recall` makes the answer of a flow that carries the key.
    func once(
        _ key: String,
        _ call: Call,
        body: ByteBuffer,
        recall: (Call, FlowRow) throws -> Reply,
        work: (Call) async throws -> Reply
    ) async throws -> Reply {
        try check(key)
        let record = IdempotencyRecord(
            projectID: call.caller.projectID,
            key: key,
            fingerprint: fingerprint(of: call, body),
            instance: instance,
            createdAt: clock.now()
        )
        if let earlier = try await claim(record) {
            guard earlier.fingerprint == record.fingerprint else { throw reused(key) }
            if earlier.state == .answered, !earlier.isKeptByFlow { return replay(earlier) }
            guard earlier.instance != instance || earlier.isKeptByFlow else { throw underWay(key) }
            if let flow = try store.read({ try $0.flow(idempotencyKey: key, project: record.projectID) }) {
                let reply = try recall(call, flow)
                try await keep(reply, of: call, for: record)
                return replayed(reply)
            }
            guard !earlier.isKeptByFlow else { throw forgotten(key) }
            guard try await store.write({ try $0.takeOver(record) }) else { throw underWay(key) }
        }
        return try await answer(call, record, work)
    }

    /// Does the work and keeps what came of it.
    ///
    /// A failure of the service is not kept: nothing was done, and the caller shall try again with the same key.
    private func answer(_ call: Call, _ record: IdempotencyRecord, _ work: (Call) async throws -> Reply) async throws -> Reply {
        var caller = call.caller
        caller.idempotencyKey = record.key
        do {
            let reply = try await work(call.with(caller: caller))
            try await keep(reply, of: call, for: record)
            return reply
        } catch is CancellationError {
            // The work may go on by its flow, which has the key: the next request with it looks for the flow instead of beginning again.
            var abandoned = record
            abandoned.instance = ""
            // What cannot be written leaves the claim to this run of the service, which is about to end.
            _ = try? await store.write { [abandoned] in try $0.takeOver(abandoned) }
            throw CancellationError()
        } catch {
            let fault = Fault(mapping: error)
            if fault.status.rawValue < 500 {
                try await keep(Reply(refusal: fault), of: call, for: record)
            } else {
                _ = try await store.write { try $0.deleteIdempotencyRecord(record.key, in: record.projectID) }
            }
            throw error
        }
    }

    private func claim(_ record: IdempotencyRecord) async throws -> IdempotencyRecord? {
        let oldest = clock.now().advanced(bySeconds: -lifetimeSeconds)
        return try await store.write { transaction in
            guard let earlier = try transaction.claim(record) else { return nil }
            guard earlier.createdAt < oldest else { return earlier }
            try transaction.deleteIdempotencyRecord(record.key, in: record.projectID)
            return try transaction.claim(record)
        }
    }

    /// Keeps the answer; of one that may hold the password of a connection only that its flow has it.
    private func keep(_ reply: Reply, of call: Call, for record: IdempotencyRecord) async throws {
        var headers = [Self.contentType: reply.contentType.value]
        for (name, value) in reply.headers { headers[name.rawName] = value }
        let body = reply.body.readableBytes == 0 ? nil : String(buffer: reply.body)
        let mayHoldSecret = call.route.answersWithConnection && (200..<300).contains(reply.status)
        _ = try await store.write { [headers] transaction in
            let isKeptByFlow = try mayHoldSecret && transaction.flow(idempotencyKey: record.key, project: record.projectID) != nil
            try transaction.answer(
                record.key,
                in: record.projectID,
                status: reply.status,
                headers: isKeptByFlow ? [:] : headers,
                body: isKeptByFlow ? nil : body
            )
        }
    }

    private func replay(_ record: IdempotencyRecord) -> Reply {
        var reply = Reply(record.status ?? 200, .json, body: ByteBuffer(string: record.body ?? ""))
        for (name, value) in record.headers.sorted(by: { $0.key < $1.key }) {
            if name == Self.contentType {
                reply.contentType = Reply.ContentType(value: value)
            } else if let name = HTTPField.Name(name) {
                reply.headers.append((name, value))
            }
        }
        return replayed(reply)
    }

    private func replayed(_ reply: Reply) -> Reply {
        var reply = reply
        reply.headers.append((WireHeader.idempotentReplayed, "true"))
        return reply
    }

    private func fingerprint(of call: Call, _ body: ByteBuffer) -> String {
        var fingerprint = Fingerprint()
        fingerprint.add(call.route.verb.rawValue.utf8)
        fingerprint.add(call.path.utf8)
        fingerprint.add(call.rawQuery.utf8)
        fingerprint.add(body.readableBytesView)
        return fingerprint.text
    }

    private func check(_ key: String) throws {
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Fault(.badRequest, "The Idempotency-Key must be 1 to 255 visible ASCII characters.", correction: "Send a UUID.")
        }
    }

    private func reused(_ key: String) -> Fault {
        Fault(
            .conflict,
            "The Idempotency-Key \(key) was used for another request.",
            correction: "Use a new key for each request, and repeat a request unchanged."
        )
    }

    private func forgotten(_ key: String) -> Fault {
        Fault(
            .conflict,
            "The first request with the Idempotency-Key \(key) was answered, and its operation is not remembered any more.",
            correction: "Look for what it has made, or use a new key."
        )
    }

    private func underWay(_ key: String) -> Fault {
        Fault(
            .conflict,
            "The first request with the Idempotency-Key \(key) is still being answered.",
            correction: "Repeat the request later.",
            retryAfter: "1"
        )
    }

    private static let contentType = "Content-Type"
}

extension IdempotencyRecord {
    /// Whether the answer is made from the flow that carries the key each time that it is asked for.
    fileprivate var isKeptByFlow: Bool { state == .answered && headers.isEmpty }
}
