import Foundation
import ScoriaDriver
import ScoriaModel
import ScoriaScheduler

/// Our side of the comparison with the ancestor: reads cases from one file, writes what becomes of each to another.
///
/// `Tests/Suites/scheduler` makes the cases, runs the ancestor's side and compares.
@main
struct SchedulerCases {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: SchedulerCases CASES.json RESULTS.json\n".utf8))
            exit(2)
        }
        let cases = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: arguments[1])))).array ?? []
        let answers = try cases.map { try Case($0).answer() }
        try Data(JSONValue.array(answers).serialized()).write(to: URL(filePath: arguments[2]), options: .atomic)
    }
}

/// Random numbers that were drawn beforehand, the high 53 bits of each counting.
private struct DrawnRandom: RandomNumberGenerator {
    var numbers: [UInt64]

    mutating func next() -> UInt64 {
        numbers.isEmpty ? 0 : numbers.removeFirst() << 11
    }
}

/// One case, in the words of `cases.py`.
private struct Case {
    let json: JSONValue
    let wish: JSONValue

    init(_ json: JSONValue) {
        self.json = json
        wish = json["request"] ?? .null
    }

    func answer() throws -> JSONValue {
        let numbers = json["random"]?.array?.compactMap(\.integer).map(UInt64.init) ?? []
        let scheduler = try Scheduler(configuration: configuration, random: { DrawnRandom(numbers: numbers) })
        let placement = scheduler.place(request, among: candidates, detail: .max)
        let fitting = placement.explanation.pools.filter { $0.objection == nil }
        return [
            "passed": .array(fitting.map { .string($0.pool.rawValue) }),
            "weights": .array(fitting.map { .number($0.weight) }),
            "chosen": placement.pool.map { .string($0.rawValue) } ?? .null,
            "reasons": .array(placement.explanation.pools.compactMap(\.objection).map { .string("\($0.filter): \($0.found)") }),
        ]
    }

    private var configuration: SchedulerConfiguration {
        var configuration = SchedulerConfiguration()
        configuration.filters = texts(json["filters"])
        configuration.weighers = texts(json["weighers"])
        configuration.weightHandler = json["handler"]?.string ?? ""
        let multipliers = json["multipliers"]
        configuration.capacityWeightMultiplier = multipliers?["capacity_weight_multiplier"]?.double ?? 1
        configuration.allocatedCapacityWeightMultiplier = multipliers?["allocated_capacity_weight_multiplier"]?.double ?? -1
        configuration.volumeNumberMultiplier = multipliers?["volume_number_multiplier"]?.double ?? -1
        return configuration
    }

    private var candidates: [PoolCandidate] {
        (json["backends"]?.array ?? []).flatMap { backend in
            PoolCandidate.candidates(
                backend: BackendAddress(rawValue: backend["host"]?.string ?? ""),
                availabilityZone: backend["zone"]?.string ?? "",
                service: .init(),
                report: backend["report"]?.object ?? [:]
            )
        }
        .map { candidate in
            var candidate = candidate
            candidate.volumeCount = Int(json["volume_counts"]?[candidate.address.rawValue]?.integer ?? 0)
            return candidate
        }
    }

    private var request: PlacementRequest {
        let size = GibiByteCount(Int(wish["size"]?.integer ?? 0))
        var request = PlacementRequest(
            size: size,
            availabilityZones: texts(wish["zones"]),
            extraSpecs: members(wish["specs"]),
            pinnedTo: wish["pinned"]?.string.map(PoolAddress.init(rawValue:)),
            excludedPools: Set(texts(wish["retry"]).map(PoolAddress.init(rawValue:)))
        )
        request.qosSpecs = members(wish["qos"])
        request.volumeProperties = wish["volume"]?.object ?? [:]
        request.volumeProperties["size"] = .integer(Int64(size.rawValue))
        request.typeProperties = ["name": "gold"]
        request.hints = hints
        switch wish["operation"]?.string {
        case "extend_volume":
            request.operation = .extend(from: size, isAttached: wish["attached"] == true)
            request.size = GibiByteCount(Int(wish["new_size"]?.integer ?? 0))
        case "retype_volume":
            let present = PoolAddress(rawValue: wish["exists_on"]?.string ?? "")
            request.operation = .retype(from: present, mayMigrate: wish["migration_policy"] != "never")
        case "manage_existing": request.operation = .manage
        case "migrate_volume": request.operation = .migrate
        default: request.operation = .create
        }
        return request
    }

    private var hints: PlacementHints {
        let given = wish["hints"]
        return PlacementHints(
            sameBackend: affinity(given?["same_host"]),
            differentBackend: affinity(given?["different_host"]),
            localToInstance: given?["local_to_instance"] == nil ? nil : .host(wish["server_host"]?.string ?? ""),
            query: given?["query"]?.string
        )
    }

    /// What Control does with a hint: nothing when the list is empty, a refusal when anything in it is no id, else the volumes' places.
    private func affinity(_ hint: JSONValue?) -> PlacementHints.Affinity? {
        guard let hint else { return nil }
        let ids = hint.array ?? [hint]
        guard !ids.isEmpty else { return nil }
        guard ids.allSatisfy({ $0.string.flatMap(UUID.init(uuidString:)) != nil }) else { return .unusable(hint.jsonText) }
        let places = ids.compactMap { wish["volume_hosts"]?[$0.string ?? ""]?.string }
        return .volumes(on: Set(places.map(PoolAddress.init(rawValue:))))
    }

    private func texts(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

    private func members(_ value: JSONValue?) -> [String: String] { value?.object?.compactMapValues(\.string) ?? [:] }
}
