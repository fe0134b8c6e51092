import ScoriaModel
import ScoriaStore
import Testing

@Suite("Usage and allocation")
struct UsageTests {
    @Test("usage is what the rows add up to, after any history of creates, deletes, extends, retypes and transfers", arguments: 1...5)
    func randomHistories(seed: UInt64) async throws {
        try await withStore { store in
            let projects = ["project-a", "project-b"].map(ProjectID.init(rawValue:))
            let type = VolumeType(
                id: Sample.id(1),
                name: "gold",
                description: nil,
                isPublic: true,
                extraSpecs: [:],
                createdAt: Sample.moment()
            )
            try await store.write { transaction in
                try transaction.insert(type)
                var history = History(random: SeededGenerator(seed: seed), projects: projects, type: type.id)
                for _ in 0..<200 {
                    try history.step(transaction)
                    for project in projects {
                        let expected = history.expectedUsage(of: project, typeName: type.name)
                        #expect(try transaction.usage(of: project) == expected)
                        #expect(try transaction.totalUsage(of: project) == expected.total)
                        for most in [0, 3, 1000] {
                            #expect(try transaction.volumeCount(of: project, atMost: most) == min(expected.total.volumes, most))
                            #expect(try transaction.snapshotCount(of: project, atMost: most) == min(expected.total.snapshots, most))
                        }
                    }
                }
            }
        }
    }

    @Test("the bound is what was counted last and what was charged since, for the one writer alone")
    func bounds() async throws {
        try await withStore { store in
            try await store.write { transaction in
                #expect(transaction.usageBound(of: Sample.project) == nil)
                transaction.noteCharge(.init(volumes: 9), to: Sample.project)
                #expect(transaction.usageBound(of: Sample.project) == nil)
                try transaction.insert(Sample.volume(1, size: 3))
                #expect(try transaction.countUsage(of: Sample.project) == .init(volumes: 1, volumeGigabytes: 3))
            }
            try await store.write { transaction in
                transaction.noteCharge(.init(volumes: 1, volumeGigabytes: 5), to: Sample.project)
                #expect(transaction.usageBound(of: Sample.project)?.total == .init(volumes: 2, volumeGigabytes: 8))
                try transaction.delete(Sample.volume(1).id)
                #expect(transaction.usageBound(of: Sample.project)?.total == .init(volumes: 2, volumeGigabytes: 8))
                #expect(try transaction.countUsage(of: Sample.project) == .init())
                #expect(transaction.usageBound(of: Sample.project)?.total == .init())
            }
            #expect(try store.read { $0.connection.usageBounds == nil })
        }
    }

    @Test("the bound of a type is known once the rows were told apart, and until a type is renamed")
    func typeBounds() async throws {
        try await withStore { store in
            try await store.write { transaction in
                func bound(_ type: String) -> QuotaUsage.Amounts? { transaction.usageBound(of: Sample.project, type: type)?.byType[type] }
                _ = try transaction.countUsage(of: Sample.project)
                #expect(bound("gold") == nil)
                transaction.noteCharge(.init(volumes: 1), ofType: "gold", to: Sample.project)
                #expect(bound("gold") == nil)
                _ = try transaction.countUsageByType(of: Sample.project)
                #expect(bound("gold") == .init())
                transaction.noteCharge(.init(volumes: 1, volumeGigabytes: 5), ofType: "gold", to: Sample.project)
                #expect(bound("gold") == .init(volumes: 1, volumeGigabytes: 5) && bound("silver") == .init())
                // The total is counted anew; what was charged of the type may be gone, but is not less.
                #expect(try transaction.countUsage(of: Sample.project) == .init())
                #expect(bound("gold") == .init(volumes: 1, volumeGigabytes: 5))
                try transaction.renameQuotaResources(ofType: "gold", to: "silver")
                #expect(bound("silver") == nil && bound("gold") == nil)
                #expect(transaction.usageBound(of: Sample.project)?.total == .init())
            }
        }
    }

    @Test("allocations are the volumes of each pool and their sizes")
    func allocations() async throws {
        try await withStore { store in
            let (first, second) = (PoolAddress(rawValue: "h@b#one"), PoolAddress(rawValue: "h@b#two"))
            try await store.write { transaction in
                for number in 1...7 {
                    var volume = Sample.volume(number, size: number)
                    volume.host = [first, second, nil][number % 3]
                    try transaction.insert(volume)
                }
            }
            let allocations = try store.read { try $0.allocations() }
            #expect(
                allocations == [
                    first: PoolAllocation(volumes: 2, gigabytes: 3 + 6),
                    second: PoolAllocation(volumes: 3, gigabytes: 1 + 4 + 7),
                ]
            )
            let backend = BackendAddress(rawValue: "h@b")
            #expect(try store.read { try $0.volumes(onBackend: backend).count } == 5)
            #expect(try store.read { try $0.volumes(onBackend: BackendAddress(rawValue: "h@")).isEmpty })
        }
    }

    /// A history of rows and, beside it, what the rows should be.
    private struct History {
        var random: SeededGenerator
        let projects: [ProjectID]
        let type: VolumeTypeID
        var volumes: [Volume] = []
        var snapshots: [Snapshot] = []
        var number = 0

        mutating func step(_ transaction: WriteTransaction) throws {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...3:
                number += 1
                var volume = Sample.volume(number, project: projects[number % 2], size: .random(in: 1...9, using: &random))
                volume.volumeTypeID = Bool.random(using: &random) ? type : nil
                volume.consumesQuota = Int.random(in: 0..<5, using: &random) > 0
                try transaction.insert(volume)
                volumes.append(volume)
            case 4:
                guard let volume = volumes.randomElement(using: &random) else { return }
                number += 1
                var snapshot = Sample.snapshot(number, of: volume)
                snapshot.volumeTypeID = volume.volumeTypeID
                try transaction.insert(snapshot)
                snapshots.append(snapshot)
            case 5, 6:
                guard let index = volumes.indices.randomElement(using: &random) else { return }
                volumes[index].size = GibiByteCount(.random(in: 1...20, using: &random))
                if Bool.random(using: &random) { volumes[index].volumeTypeID = volumes[index].volumeTypeID == nil ? type : nil }
                volumes[index].extendingTo = Bool.random(using: &random) ? GibiByteCount(.random(in: 1...30, using: &random)) : nil
                if Bool.random(using: &random) { volumes[index].projectID = projects[Int.random(in: 0...1, using: &random)] }
                try transaction.update(volumes[index])
            case 7:
                guard let index = snapshots.indices.randomElement(using: &random) else { return }
                try transaction.delete(snapshots.remove(at: index).id)
            default:
                guard let index = volumes.indices.randomElement(using: &random) else { return }
                let id = volumes[index].id
                guard !snapshots.contains(where: { $0.volumeID == id }) else { return }
                try transaction.delete(volumes.remove(at: index).id)
            }
        }

        func expectedUsage(of project: ProjectID, typeName: String) -> QuotaUsage {
            var usage = QuotaUsage()
            func add(_ amounts: QuotaUsage.Amounts, _ type: VolumeTypeID?) {
                usage.total += amounts
                if type != nil { usage.byType[typeName, default: .init()] += amounts }
            }
            for volume in volumes where volume.projectID == project && volume.consumesQuota {
                let size = max(volume.size.rawValue, volume.extendingTo?.rawValue ?? 0)
                add(.init(volumes: 1, volumeGigabytes: size), volume.volumeTypeID)
            }
            for snapshot in snapshots where snapshot.projectID == project {
                add(.init(snapshots: 1, snapshotGigabytes: snapshot.size.rawValue), snapshot.volumeTypeID)
            }
            return usage
        }
    }
}
