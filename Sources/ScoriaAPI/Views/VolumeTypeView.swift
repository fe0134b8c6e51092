public import ScoriaModel

/// A volume type as the wire shows it.
public struct VolumeTypeView: Sendable {
    private let fields: FieldVisibility

    /// A view for one request.
    public init(_ context: ViewContext) {
        fields = context.fields
    }

    /// The extra specs that users may see who are no administrators: those that tell what a volume of the type can do.
    public static let userVisibleSpecs: Set<String> = ["RESKEY:availability_zones", "multiattach", "replication_enabled"]

    /// The extra specs of a type that the caller may see.
    public func visibleSpecs(of type: VolumeType) -> [String: String] {
        fields.contains(.sensitiveExtraSpecs) ? type.extraSpecs : type.extraSpecs.filter { Self.userVisibleSpecs.contains($0.key) }
    }

    /// Writes `{"volume_type": {…}}`.
    public func write(_ type: VolumeType, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("volume_type")
        writer.beginObject()
        writer.member("id", type.id.rawValue)
        writeMembers(type, &writer)
        writer.endObject()
        writer.endObject()
    }

    func writeMembers(_ type: VolumeType, _ writer: inout JSONWriter) {
        writer.member("name", type.name)
        writer.member("is_public", type.isPublic)
        writer.member("description", type.description)
        if fields.contains(.typeExtraSpecs) {
            writer.key("extra_specs")
            writer.object(visibleSpecs(of: type))
        }
        if fields.contains(.typeQoSSpecs) { writer.member("qos_specs_id", type.qosSpecsID) }
        if fields.contains(.typeAccess) { writer.member("os-volume-type-access:is_public", type.isPublic) }
    }

    /// Writes `{"extra_specs": {…}}`.
    public static func write(specs: [String: String], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("extra_specs")
        writer.object(specs)
        writer.endObject()
    }

    /// Writes `{"volume_type_access": […]}`: the projects that may use a type that is not public.
    public static func write(projects: [ProjectID], of type: VolumeTypeID, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("volume_type_access")
        writer.beginArray()
        for project in projects {
            writer.beginObject()
            writer.member("volume_type_id", type.rawValue)
            writer.member("project_id", project.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    /// The answer to `GET /types`: one page, in order.
    public static func page(_ types: [VolumeType], _ request: ListRequest, _ context: ViewContext) -> [UInt8] {
        let view = VolumeTypeView(context)
        var writer = JSONWriter(capacity: 128 + types.count * 300)
        var frame = PageFrame("volume_types", links: "volume_type_links", path: "types", request, context, &writer)
        for type in types {
            frame.beginItem(type.id.rawValue, &writer)
            view.writeMembers(type, &writer)
            writer.endObject()
        }
        frame.end(total: nil, &writer)
        return writer.bytes
    }
}
