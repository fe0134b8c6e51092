public import ScoriaModel

/// The answer to a request to clean up after services.
public enum CleanupView {
    /// Writes `{"cleaning": […], "unavailable": […]}`.
    public static func write(cleaning: [Service], unavailable: [Service], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("cleaning")
        write(cleaning, &writer)
        writer.key("unavailable")
        write(unavailable, &writer)
        writer.endObject()
    }

    private static func write(_ services: [Service], _ writer: inout JSONWriter) {
        writer.beginArray()
        for service in services {
            writer.beginObject()
            writer.member("id", Int64(service.number))
            writer.member("host", service.host.rawValue)
            writer.member("binary", service.binary)
            writer.member("cluster_name", service.clusterName)
            writer.endObject()
        }
        writer.endArray()
    }
}
