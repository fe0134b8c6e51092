public import ScoriaModel

/// One limit of a quota set, with its use.
public struct QuotaEntry: Hashable, Sendable {
    /// `volumes`, `gigabytes_<type>` and so on.
    public var resource: String
    /// -1 is unlimited.
    public var limit: Int64
    public var inUse: Int64
    /// Always 0 here: use is counted from rows, nothing is reserved beside them.
    public var reserved: Int64

    /// A limit with its use.
    public init(_ resource: String, limit: Int64, inUse: Int64, reserved: Int64 = 0) {
        self.resource = resource
        self.limit = limit
        self.inUse = inUse
        self.reserved = reserved
    }
}

/// Quota sets, quota class sets and limits as the wire shows them.
public enum QuotaViews {
    /// Which resource holds the limits.
    public enum Kind: Sendable {
        case project
        case quotaClass
    }

    /// Writes `{"quota_set": {…}}` or `{"quota_class_set": {…}}`; replies to changes have no `id`.
    public static func write(
        _ kind: Kind,
        id: String?,
        _ entries: [QuotaEntry],
        withUsage: Bool = false,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        switch kind {
        case .project: writer.key("quota_set")
        case .quotaClass: writer.key("quota_class_set")
        }
        writer.beginObject()
        if let id { writer.member("id", id) }
        for entry in entries {
            writer.key(entry.resource)
            guard withUsage else {
                writer.integer(entry.limit)
                continue
            }
            writer.beginObject()
            writer.member("limit", entry.limit)
            writer.member("in_use", entry.inUse)
            writer.member("reserved", entry.reserved)
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
    }

    /// Writes the answer to `GET /limits`; the list of rates is always empty.
    public static func writeLimits(_ absolute: [(name: String, value: Int64)], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("limits")
        writer.beginObject()
        writer.key("rate")
        writer.beginArray()
        writer.endArray()
        writer.key("absolute")
        writer.beginObject()
        for (name, value) in absolute {
            writer.key(name)
            writer.integer(value)
        }
        writer.endObject()
        writer.endObject()
        writer.endObject()
    }
}
