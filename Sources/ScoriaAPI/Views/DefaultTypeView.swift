public import ScoriaModel
public import ScoriaStore

/// Default volume types of projects as the wire shows them.
public enum DefaultTypeView {
    /// Writes `{"default_type": {…}}`.
    public static func write(_ defaultType: DefaultType, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("default_type")
        writeMembers(defaultType, &writer)
        writer.endObject()
    }

    /// Writes `{"default_types": […]}`.
    public static func write(_ defaultTypes: [DefaultType], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("default_types")
        writer.beginArray()
        for defaultType in defaultTypes { writeMembers(defaultType, &writer) }
        writer.endArray()
        writer.endObject()
    }

    private static func writeMembers(_ defaultType: DefaultType, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("project_id", defaultType.projectID.rawValue)
        writer.member("volume_type_id", defaultType.volumeTypeID.rawValue)
        writer.endObject()
    }
}
