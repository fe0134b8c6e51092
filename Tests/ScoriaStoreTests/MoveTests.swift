import ScoriaModel
import ScoriaStore
import Testing

@Suite("Status moves")
struct MoveTests {
    @Test("of many that race for one status exactly one gets it")
    func race() async throws {
        try await withStore { store in
            let volume = Sample.volume(1, status: .available)
            try await store.write { try $0.insert(volume) }
            let winners = try await withThrowingTaskGroup(of: VolumeStatus?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await store.write { try $0.move(volume.id, from: [.available], to: .extending, at: Sample.moment(1)) }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 == .available ? 1 : 0 }
            }
            #expect(winners == 1)
            let after = try #require(try store.read { try $0.volume(volume.id) })
            #expect(after.status == .extending)
            #expect(after.updatedAt == Sample.moment(1))
        }
    }

    @Test("a move answers with the status before, and with nothing when the row is absent or its status not allowed")
    func answers() async throws {
        try await withStore { store in
            let volume = Sample.volume(1, status: .available)
            let snapshot = Sample.snapshot(2, of: volume)
            let attachment = Sample.attachment(3, of: volume)
            let now = Sample.moment()
            try await store.write { transaction in
                try transaction.insert(volume)
                try transaction.insert(snapshot)
                try transaction.insert(attachment)
                #expect(try transaction.move(volume.id, from: [.error], to: .available, at: now) == nil)
                #expect(try transaction.move(Sample.id(9) as VolumeID, from: [.error], to: .available, at: now) == nil)
                #expect(try transaction.move(volume.id, from: [.available, .inUse], to: .reserved, at: now) == .available)
                #expect(try transaction.move(snapshot.id, from: [.available], to: .deleting, at: now) == .available)
                #expect(try transaction.move(attachment.id, from: [.reserved], to: .attaching, at: now) == .reserved)
            }
        }
    }

    @Test("a move that the table of moves does not know is refused, unless it is an administrative override")
    func illegalMoves() async throws {
        try await withStore { store in
            let volume = Sample.volume(1, status: .error)
            try await store.write { try $0.insert(volume) }
            let refusal = await #expect(throws: StoreError.self) {
                try await store.write { _ = try $0.move(volume.id, from: [.error], to: .extending, at: Sample.moment()) }
            }
            #expect(refusal?.code == .illegalMove)
            let before = try await store.write { try $0.move(volume.id, from: nil, to: .extending, at: Sample.moment()) }
            #expect(before == .error)
        }
    }
}
