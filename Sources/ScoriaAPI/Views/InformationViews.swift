public import ScoriaModel

/// What clients ask to find their way: zones, filters, pools.
public enum InformationViews {
    /// Writes `{"availabilityZoneInfo": […]}`.
    public static func writeZones(_ zones: [(name: String, isAvailable: Bool)], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("availabilityZoneInfo")
        writer.beginArray()
        for zone in zones {
            writer.beginObject()
            writer.member("zoneName", zone.name)
            writer.key("zoneState")
            writer.beginObject()
            writer.member("available", zone.isAvailable)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    /// Writes `{"resource_filters": […]}`; with a resource only its entry.
    public static func write(_ filters: ResourceFilters, of resource: String?, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("resource_filters")
        writer.beginArray()
        for entry in filters.entries where resource == nil || entry.resource == resource {
            writer.beginObject()
            writer.member("resource", entry.resource)
            writer.key("filters")
            writer.value(.array(entry.filters.map(JSONValue.string)))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    /// Writes `{"pools": […]}`; capabilities are shown with detail only.
    public static func writePools(
        _ pools: [(name: String, capabilities: [String: JSONValue])],
        withDetail: Bool,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("pools")
        writer.beginArray()
        for pool in pools {
            writer.beginObject()
            writer.member("name", pool.name)
            if withDetail {
                writer.key("capabilities")
                writer.value(.object(pool.capabilities))
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
