public import ScoriaModel

/// Lists of what could be managed as the wire shows them.
public enum ManageableView {
    /// What the objects would become.
    public enum Kind: Sendable {
        case volumes
        case snapshots
    }

    /// Writes `{"manageable-volumes": […]}` or `{"manageable-snapshots": […]}`.
    public static func write(_ kind: Kind, _ objects: some Sequence<ManageableObject>, withDetail: Bool, to writer: inout JSONWriter) {
        writer.beginObject()
        switch kind {
        case .volumes: writer.key("manageable-volumes")
        case .snapshots: writer.key("manageable-snapshots")
        }
        writer.beginArray()
        for object in objects { write(object, of: kind, withDetail: withDetail, &writer) }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ object: ManageableObject, of kind: Kind, withDetail: Bool, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("reference")
        writer.value(.object(object.reference))
        writer.member("size", Int64(object.size.rawValue))
        writer.member("safe_to_manage", object.isSafeToManage)
        if withDetail {
            writer.member("reason_not_safe", object.reasonNotSafe)
            writer.member("cinder_id", object.knownID)
            writer.key("extra_info")
            writer.null()
        }
        if case .snapshots = kind {
            writer.key("source_reference")
            writer.value(.object(object.sourceReference ?? [:]))
        }
        writer.endObject()
    }
}
