import ScoriaModel
import ScoriaStore
import Testing

@Suite("Listings")
struct ListingTests {
    @Test("pages by marker are the naive order cut in pieces, for every key, direction and scope", arguments: VolumeSortKey.allCases)
    func everyKey(key: VolumeSortKey) async throws {
        try await withRandomVolumes { store, volumes in
            for descending in [false, true] {
                for project in [Sample.project, nil] {
                    let sort = [VolumeListQuery.Sort(key, descending: descending)]
                    try expectPagesInOrder(store, volumes, sort, project)
                }
            }
        }
    }

    @Test("pages by marker are the naive order cut in pieces, for several keys in mixed directions")
    func severalKeys() async throws {
        try await withRandomVolumes { store, volumes in
            var random = SeededGenerator(seed: 7)
            try expectPagesInOrder(store, volumes, [], Sample.project)
            for _ in 0..<40 {
                let keys = VolumeSortKey.allCases.shuffled(using: &random).prefix(Int.random(in: 2...4, using: &random))
                let sort = keys.map { VolumeListQuery.Sort($0, descending: .random(using: &random)) }
                try expectPagesInOrder(store, volumes, sort, Bool.random(using: &random) ? Sample.project : nil)
            }
        }
    }

    @Test("an offset counts from the marker, and a limit of nothing gives nothing")
    func offsets() async throws {
        try await withRandomVolumes { store, volumes in
            for (marker, offset, limit) in [(nil, 3, 5), (4, 3, 5), (4, 0, 0), (nil, 1000, 5), (4, 1000, 5)] as [(Int?, Int, Int)] {
                let ordered = volumes.sorted(by: naiveOrder([VolumeListQuery.Sort(.name, descending: false)]))
                var query = VolumeListQuery(project: nil, limit: limit)
                query.sort = [VolumeListQuery.Sort(.name, descending: false)]
                query.offset = offset
                query.marker = marker.map { ordered[$0].id }
                let expected = ordered.dropFirst(marker.map { $0 + 1 } ?? 0).dropFirst(offset).prefix(limit)
                let listed = try ids(store, query)
                #expect(listed == expected.map(\.id))
            }
        }
    }

    @Test("a marker that is no volume of the scope is refused")
    func unknownMarker() async throws {
        try await withRandomVolumes { store, volumes in
            var query = VolumeListQuery(project: Sample.project, limit: 5)
            for marker in [Sample.id(999_999), try #require(volumes.first { $0.projectID != Sample.project }?.id)] {
                query.marker = marker
                let refusal = #expect(throws: StoreError.self) { try ids(store, query) }
                #expect(refusal?.code == .unknownMarker)
            }
        }
    }

    @Test("each filter keeps exactly the volumes that it names, and the count agrees")
    func filters() async throws {
        try await withRandomVolumes { store, volumes in
            let sample = volumes[10]
            let cases: [(ListFilter<VolumeFilterKey>, (Volume) -> Bool)] = [
                (.equals(.name, "b%"), { $0.name == "b%" }),
                (.equals(.name, ""), { $0.name == "" }),
                (.isNull(.name), { $0.name == nil }),
                (.contains(.name, "B"), { $0.name?.lowercased().contains("b") == true }),
                (.contains(.name, "%"), { $0.name?.contains("%") == true }),
                (.contains(.name, "_"), { $0.name?.contains("_") == true }),
                (.equals(.status, "in-use"), { $0.status == .inUse }),
                (.isOneOf(.status, ["in-use", "error"]), { $0.status == .inUse || $0.status == .error }),
                (.isOneOf(.id, [sample.id.rawValue, "none"]), { $0.id == sample.id }),
                (.isOneOf(.id, []), { _ in false }),
                (.equals(.size, 2), { $0.size.rawValue == 2 }),
                (.compares(.size, .greater, .integer(2)), { $0.size.rawValue > 2 }),
                (.equals(.bootable, true), \.isBootable),
                (.equals(.availabilityZone, "nova"), { $0.availabilityZone == "nova" }),
                (.compares(.createdAt, .greaterOrEqual, sample.createdAt), { $0.createdAt >= sample.createdAt }),
                (.compares(.updatedAt, .lessOrEqual, Sample.moment(3)), { $0.updatedAt.map { $0 <= Sample.moment(3) } ?? false }),
                (.member(.metadata, name: "k\"ey", value: "1"), { $0.metadata["k\"ey"] == "1" }),
                (.equals(.sourceVolumeID, Sample.id(1, of: Volume.self).rawValue), { $0.sourceVolumeID == Sample.id(1) }),
            ]
            for (filter, keeps) in cases {
                for project in [Sample.project, nil] {
                    var query = VolumeListQuery(project: project, limit: 1000)
                    query.filters = [filter]
                    let expected = volumes.filter { keeps($0) && (project == nil || $0.projectID == project) }
                    let listed = try ids(store, query)
                    let count = try store.read { try $0.countVolumes(query) }
                    #expect(listed == expected.sorted(by: naiveOrder([])).map(\.id), "\(filter)")
                    #expect(count == expected.count, "\(filter)")
                    let summary = try store.read { try $0.summarizeVolumes(query) }
                    #expect(summary.totalSize.rawValue == expected.map(\.size.rawValue).reduce(0, +))
                }
            }
        }
    }

    @Test("a row gives what the model gives, with its type's name and its attachments")
    func rows() async throws {
        try await withStore { store in
            let type = try #require(try store.read { try $0.volumeType(named: VolumeType.defaultName) })
            try await store.write { transaction in
                for number in 1...20 {
                    var volume = Sample.volume(number)
                    volume.volumeTypeID = number.isMultiple(of: 2) ? type.id : nil
                    volume.attachStatus = number.isMultiple(of: 3) ? .attached : .detached
                    try transaction.insert(volume)
                    guard number.isMultiple(of: 3) else { continue }
                    for extra in 0..<2 { try transaction.insert(Sample.attachment(100 + number * 2 + extra, of: volume)) }
                }
            }
            var query = VolumeListQuery(project: Sample.project, limit: 7)
            var seen = 0
            for offset in [0, 7, 14] {
                query.offset = offset
                for marker in offset == 0 ? [nil, Sample.id(15) as VolumeID] : [nil] {
                    query.marker = marker
                    try store.read { transaction in
                        try transaction.listVolumes(query) { row in
                            seen += 1
                            let volume = try row.volume()
                            #expect(String(decoding: row.id, as: UTF8.self) == volume.id.rawValue)
                            #expect(String(decoding: row.metadata, as: UTF8.self) == "{}")
                            #expect((row.volumeTypeName != nil) == (volume.volumeTypeID != nil))
                            #expect(row.size == 1 && row.name == nil)
                            #expect(try row.attachments().count == (volume.attachStatus == .attached ? 2 : 0))
                            #expect(try row.attachments().allSatisfy { $0.volumeID == volume.id })
                        }
                    }
                }
            }
            #expect(seen == 27)
            let one = try store.read { try $0.volumeRow(Sample.id(3)) { try $0.attachments().count } }
            #expect(one == 2)
            #expect(try store.read { try $0.volumeRow(Sample.id(3), in: ProjectID(rawValue: "other")) { _ in 1 } } == nil)
        }
    }

    private func expectPagesInOrder(_ store: Store, _ volumes: [Volume], _ sort: [VolumeListQuery.Sort], _ project: ProjectID?) throws {
        let expected = volumes.filter { project == nil || $0.projectID == project }.sorted(by: naiveOrder(sort)).map(\.id)
        var query = VolumeListQuery(project: project, limit: 7)
        query.sort = sort
        var listed: [VolumeID] = []
        repeat {
            let page = try ids(store, query)
            listed += page
            query.marker = page.last
            if page.count < query.limit { break }
        } while listed.count <= expected.count
        #expect(listed == expected, "\(sort) \(project?.rawValue ?? "all")")
    }

    private func ids(_ store: Store, _ query: VolumeListQuery) throws -> [VolumeID] {
        try store.read { transaction in
            var ids: [VolumeID] = []
            try transaction.listVolumes(query) { ids.append(VolumeID(rawValue: String(decoding: $0.id, as: UTF8.self))) }
            return ids
        }
    }

    private func withRandomVolumes(_ body: (Store, [Volume]) throws -> Void) async throws {
        var random = SeededGenerator(seed: 42)
        let volumes = (1...90).map { number in
            var volume = Sample.volume(number, size: .random(in: 1...4, using: &random))
            if Bool.random(using: &random) { volume = Sample.volume(number, project: ProjectID(rawValue: "project-b"), size: 3) }
            volume.createdAt = Sample.moment(.random(in: 0...10, using: &random))
            volume.updatedAt = Bool.random(using: &random) ? nil : Sample.moment(.random(in: 0...5, using: &random))
            volume.name = [nil, "", "a", "b%", "B_", "ä"].randomElement(using: &random) ?? nil
            volume.status = [.available, .inUse, .error].randomElement(using: &random) ?? .error
            volume.availabilityZone = [nil, "nova", "zone"].randomElement(using: &random) ?? nil
            volume.volumeTypeID = [nil, Sample.id(1), Sample.id(2)].randomElement(using: &random) ?? nil
            volume.isBootable = .random(using: &random)
            volume.sourceVolumeID = Bool.random(using: &random) ? nil : Sample.id(.random(in: 1...3, using: &random))
            volume.metadata = Bool.random(using: &random) ? [:] : ["k\"ey": "\(Int.random(in: 1...2, using: &random))", "other": "1"]
            return volume
        }
        try await withStore { store in
            try await store.write { transaction in
                for volume in volumes { try transaction.insert(volume) }
            }
            try body(store, volumes)
        }
    }
}

/// The order that a listing promises, said plainly: the keys, then creation and id in the direction of the first key.
private func naiveOrder(_ sort: [VolumeListQuery.Sort]) -> (Volume, Volume) -> Bool {
    let last = sort.first?.isDescending ?? true
    let keys = sort + [VolumeListQuery.Sort(.createdAt, descending: last), VolumeListQuery.Sort(.id, descending: last)]
    return { left, right in
        for key in keys {
            let (first, second) = (sortValue(left, key.key), sortValue(right, key.key))
            if first.lexicographicallyPrecedes(second) { return !key.isDescending }
            if second.lexicographicallyPrecedes(first) { return key.isDescending }
        }
        return false
    }
}

/// A key's value as bytes that sort as it does; no value sorts as an empty text.
private func sortValue(_ volume: Volume, _ key: VolumeSortKey) -> [UInt8] {
    let text =
        switch key {
        case .id: volume.id.rawValue
        case .name: volume.name ?? ""
        case .status: volume.status.rawValue
        case .size: String(volume.size.rawValue)
        case .createdAt: volume.createdAt.rawValue
        case .updatedAt: volume.updatedAt?.rawValue ?? ""
        case .availabilityZone: volume.availabilityZone ?? ""
        case .bootable: volume.isBootable ? "1" : "0"
        case .volumeTypeID: volume.volumeTypeID?.rawValue ?? ""
        case .description: volume.description ?? ""
        case .host: volume.host?.rawValue ?? ""
        case .projectID: volume.projectID.rawValue
        case .userID: volume.userID.rawValue
        case .attachStatus: volume.attachStatus.rawValue
        case .migrationStatus: volume.migrationStatus ?? ""
        }
    return Array(text.utf8)
}
