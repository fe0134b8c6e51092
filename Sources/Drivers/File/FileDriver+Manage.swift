public import ScoriaDriver
public import ScoriaModel
import ScoriaSystem
import ScoriaTransfer

#if canImport(Glibc)
    import Glibc
#endif

extension FileDriver: ManageDriver {
    public func sizeOfExisting(_ reference: [String: JSONValue]) async throws -> GibiByteCount {
        let name = try Self.sourceName(reference)
        return try await perform("Looking at \(name) in pool \(pool.path)") { directory, _ in
            try Self.openForeign(name, in: directory).status().size.gibibytesRoundedUp
        }
    }

    public func manageExisting(_ volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate {
        try await adopt(reference, as: try ObjectName(volume), action: "Managing volume \(volume.id) in pool \(pool.path)")
    }

    public func releaseExisting(_ volume: Volume, to reference: [String: JSONValue]) async throws {
        try await release(
            try ObjectName(volume),
            as: Self.plainName(reference),
            otherwise: "unmanaged-\(volume.backendID)",
            action: "Giving back what was to be volume \(volume.id) in pool \(pool.path)"
        )
    }

    public func unmanage(_ volume: Volume) async throws {
        try await release(
            try ObjectName(volume),
            otherwise: "unmanaged-\(volume.backendID)",
            action: "Unmanaging volume \(volume.id) in pool \(pool.path)"
        )
    }

    public func manageableVolumes(known: [Volume]) async throws -> [ManageableObject] {
        let known = Dictionary(known.map { ("volume-\($0.backendID)", $0.id.rawValue) }) { first, _ in first }
        return try await manageable { name, kind in
            if case .snapshot = kind { return nil }
            return Belonging(knownID: known[name])
        }
    }
}

extension FileDriver: ManageSnapshotDriver {
    public func sizeOfExistingSnapshot(_ reference: [String: JSONValue], of volume: Volume) async throws -> GibiByteCount {
        try await sizeOfExisting(reference)
    }

    public func manageExistingSnapshot(
        _ snapshot: Snapshot,
        of volume: Volume,
        reference: [String: JSONValue]
    ) async throws -> ProviderUpdate {
        try await adopt(reference, as: try ObjectName(snapshot), action: "Managing snapshot \(snapshot.id) in pool \(pool.path)")
    }

    public func releaseExistingSnapshot(_ snapshot: Snapshot, of volume: Volume, to reference: [String: JSONValue]) async throws {
        try await release(
            try ObjectName(snapshot),
            as: Self.plainName(reference),
            otherwise: "unmanaged-snapshot-\(snapshot.id)",
            action: "Giving back what was to be snapshot \(snapshot.id) in pool \(pool.path)"
        )
    }

    public func unmanageSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await release(
            try ObjectName(snapshot),
            otherwise: "unmanaged-snapshot-\(snapshot.id)",
            action: "Unmanaging snapshot \(snapshot.id) in pool \(pool.path)"
        )
    }

    public func manageableSnapshots(known: [Snapshot]) async throws -> [ManageableObject] {
        let known = Dictionary(known.map { ("snapshot-\($0.id)", $0) }) { first, _ in first }
        return try await manageable { name, kind in
            if case .volume = kind { return nil }
            let source = known[name].map { ["source-name": JSONValue.string("volume-\($0.volumeID)")] }
            return Belonging(knownID: known[name]?.id.rawValue, sourceReference: source)
        }
    }
}

// MARK: - Adopting and releasing

extension FileDriver {
    /// Gives a foreign file the name of an object of ours and a length of whole gibibytes.
    private func adopt(_ reference: [String: JSONValue], as name: ObjectName, action: String) async throws -> ProviderUpdate {
        let source = try Self.sourceName(reference)
        try await locks.withLock(name.text) {
            try await perform(action) { directory, _ in
                if try directory.status(of: name.text) != nil {
                    // A repeated call: the file has been renamed already.
                    _ = try Self.openObject(name.text, in: directory)
                } else {
                    let file = try Self.openForeign(source, in: directory, access: O_RDWR)
                    try file.setLength(file.status().size.gibibytesRoundedUp.bytes)
                    try file.setMode(0o600)
                    try file.synchronize()
                    FaultPoint.reach("file.manage.before-rename")
                    try directory.renameUnlessTaken(source, to: name.text)
                    FaultPoint.reach("file.manage.after-rename")
                }
                try Self.synchronizeNames(in: directory, action: action)
                FaultPoint.reach("file.manage.after-sync")
            }
        }
        return ProviderUpdate()
    }

    /// Gives an object of ours a name that is not; success when it is gone, since a repeated call finds it so.
    ///
    /// The first name is tried when it is given and free, then the other one, with a number if need be.
    private func release(_ name: ObjectName, as formerName: String? = nil, otherwise newName: String, action: String) async throws {
        try await locks.withLock(name.text) {
            try await perform(action) { directory, _ in
                try directory.remove(name.partial)
                if try directory.status(of: name.text) != nil {
                    try Self.requireRegularIfThere(name, in: directory)
                    FaultPoint.reach("file.unmanage.before-rename")
                    let former = formerName.map { [$0] } ?? []
                    try Self.rename(name.text, toOneOf: former + [newName] + (2...1000).map { "\(newName)-\($0)" }, in: directory)
                    FaultPoint.reach("file.unmanage.after-rename")
                }
                try Self.synchronizeNames(in: directory, action: action)
                FaultPoint.reach("file.unmanage.after-sync")
            }
        }
    }

    /// Renames to the first of the names that is free.
    private static func rename(_ name: String, toOneOf candidates: [String], in directory: OpenFile) throws {
        for candidate in candidates {
            do throws(SystemCallError) {
                return try directory.renameUnlessTaken(name, to: candidate)
            } catch {
                guard error.number == EEXIST else { throw error }
            }
        }
        throw DriverError(.backend, .permanent, "All names for what was \(name) are taken in pool \(directory.name).")
    }

    /// The plain name in a reference; it must not lead anywhere, and must not be hidden.
    private static func sourceName(_ reference: [String: JSONValue]) throws -> String {
        guard reference["source-name"]?.string != nil else {
            throw DriverError(
                .invalidReference,
                .permanent,
                "The reference has no \"source-name\".",
                correction: "Give the name of a file in the pool's directory as \"source-name\"."
            )
        }
        guard let name = plainName(reference) else {
            throw DriverError(
                .invalidReference,
                .permanent,
                "The \"source-name\" is not the plain name of a file in the pool.",
                correction: "Give a name of at most 255 bytes without a slash that does not begin with a dot."
            )
        }
        switch ObjectName.kind(of: name) {
        case .volume, .snapshot, .partial, .marker:
            throw DriverError(
                .alreadyManaged,
                .permanent,
                "\(name) is a file of this service.",
                correction: "If the database does not know it, rename it in the pool's directory and try again."
            )
        case .foreign:
            return name
        }
    }

    /// The name in a reference when it is one of a file that the pool shows; nil when it leads anywhere else or is hidden.
    private static func plainName(_ reference: [String: JSONValue]) -> String? {
        guard let name = reference["source-name"]?.string else { return nil }
        // Bytes, as the kernel reads them: to Swift a slash before a combining mark is another character.
        let isPlain =
            (1...255).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".")
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
        return isPlain ? name : nil
    }

    /// Opens a file that is to become ours.
    private static func openForeign(_ name: String, in directory: OpenFile, access: Int32 = O_RDONLY) throws -> OpenFile {
        guard let status = try directory.status(of: name) else {
            throw DriverError(
                .invalidReference,
                .permanent,
                "There is no file \(name) in pool \(directory.name).",
                correction: "List what can be managed, and choose one of these."
            )
        }
        if let reason = reasonNotSafe(status) {
            throw DriverError(.invalidReference, .permanent, "\(name) in pool \(directory.name) cannot be managed: it \(reason).")
        }
        let file = try openObject(name, in: directory, access: access)
        guard !file.isOpenElsewhere(tries: patience) else {
            throw DriverError(
                .busy,
                .permanent,
                "\(name) in pool \(directory.name) is open in another program.",
                correction: "Detach it from whatever uses it, and try again."
            )
        }
        return file
    }

    /// How often a file that is open elsewhere is looked at: for half a second, which a child process needs at most to begin its program.
    private static let patience = 25
    private static let isOpen = "is open in another program"

    /// Why a plain file cannot become ours at present, as the end of a sentence; nil when it can.
    private static func reasonInUse(_ name: String, in directory: OpenFile) -> String? {
        // What cannot be opened now is refused, with the reason, when it is to be managed.
        guard let file = try? openObject(name, in: directory) else { return "cannot be opened" }
        return file.isOpenElsewhere() ? isOpen : nil
    }

    /// Looks again at listed files that were open elsewhere, at all of them after each pause, and tells which still are.
    private static func stillOpen(_ names: [String], in directory: OpenFile) -> [String] {
        var names = names
        for _ in 1..<patience where !names.isEmpty {
            usleep(20_000)
            names.removeAll { reasonInUse($0, in: directory) == nil }
        }
        return names
    }

    /// Why a foreign file cannot become ours, as the end of a sentence; nil when it can.
    private static func reasonNotSafe(_ status: FileStatus) -> String? {
        guard status.isRegular else { return "is not a plain file" }
        guard status.linkCount == 1 else { return "has a second name elsewhere" }
        return status.size > ByteCount(0) ? nil : "is empty"
    }
}

// MARK: - Listing

extension FileDriver {
    /// To what a listed file belongs.
    private struct Belonging {
        var knownID: String?
        var sourceReference: [String: JSONValue]?
    }

    /// The files of the pool that `judge` does not leave out, by name.
    private func manageable(
        _ judge: @escaping @Sendable (String, ObjectName.Kind) -> Belonging?
    ) async throws -> [ManageableObject] {
        try await perform("Listing pool \(pool.path)") { directory, _ in
            var found: [(name: String, size: GibiByteCount, belonging: Belonging, reason: String?)] = []
            for name in try directory.names().sorted() {
                let kind = ObjectName.kind(of: name)
                guard !name.hasPrefix("."), let belonging = judge(name, kind), let status = try directory.status(of: name),
                    !status.isDirectory
                else { continue }
                let reason =
                    if belonging.knownID != nil { "already managed" } else if kind != .foreign {
                        "has the name of a file of this service that the database does not know"
                    } else { Self.reasonNotSafe(status) ?? Self.reasonInUse(name, in: directory) }
                found.append((name, status.size.gibibytesRoundedUp, belonging, reason))
            }
            let open = Set(Self.stillOpen(found.filter { $0.reason == Self.isOpen }.map(\.name), in: directory))
            return found.map { name, size, belonging, reason in
                let reason = reason == Self.isOpen && !open.contains(name) ? nil : reason
                return ManageableObject(
                    reference: ["source-name": .string(name)],
                    size: size,
                    isSafeToManage: reason == nil,
                    reasonNotSafe: reason,
                    knownID: belonging.knownID,
                    sourceReference: belonging.sourceReference
                )
            }
        }
    }
}
