internal import ScoriaModel

/// The list filters that users who are no administrators may use, by resource; what `GET /resource_filters` shows.
public struct ResourceFilters: Hashable, Sendable {
    /// Resources in the order of the answer, each with its filters.
    public let entries: [(resource: String, filters: [String])]

    /// Filters by resource.
    public init(_ entries: [(resource: String, filters: [String])]) {
        self.entries = entries
    }

    /// The filters of a resource.
    public subscript(resource: String) -> [String] { entries.first { $0.resource == resource }?.filters ?? [] }

    /// Reads the field's `resource_filters.json`: an object that gives each resource the names of its filters.
    public init(json text: String) throws(ResourceFiltersError) {
        let whole: JSONValue
        do {
            whole = try JSONValue(parsing: text)
        } catch {
            throw ResourceFiltersError("The list filters are no JSON: \(error).")
        }
        guard let resources = whole.object else { throw ResourceFiltersError("The list filters must be a JSON object of lists.") }
        var entries: [(resource: String, filters: [String])] = []
        for (resource, filters) in resources.sorted(by: { $0.key < $1.key }) {
            let names = filters.array?.compactMap(\.string) ?? []
            guard let list = filters.array, names.count == list.count else {
                throw ResourceFiltersError("The list filters of \(resource) must be a list of names.")
            }
            entries.append((resource, names))
        }
        self.init(entries)
    }

    /// What the field ships as its `resource_filters.json`.
    public static let standard = ResourceFilters([
        (
            "volume",
            [
                "name", "status", "metadata", "bootable", "migration_status", "availability_zone", "group_id", "size", "created_at",
                "updated_at", "consumes_quota",
            ]
        ),
        ("backup", ["name", "status", "volume_id"]),
        ("snapshot", ["name", "status", "volume_id", "metadata", "availability_zone", "consumes_quota"]),
        ("group", ["name"]),
        ("group_snapshot", ["name", "status", "group_id"]),
        ("attachment", ["volume_id", "status", "instance_id", "attach_status"]),
        ("message", ["resource_uuid", "resource_type", "event_id", "request_id", "message_level"]),
        ("pool", ["name", "volume_type"]),
        ("volume_type", ["is_public", "extra_specs"]),
    ])

    public static func == (left: Self, right: Self) -> Bool {
        left.entries.elementsEqual(right.entries) { $0.resource == $1.resource && $0.filters == $1.filters }
    }

    public func hash(into hasher: inout Hasher) {
        for entry in entries {
            hasher.combine(entry.resource)
            hasher.combine(entry.filters)
        }
    }
}

/// Why a file of list filters cannot be used.
public struct ResourceFiltersError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ what: String) {
        description = what + " Correct the file that resource_query_filters_file names, or take the option out."
    }
}
