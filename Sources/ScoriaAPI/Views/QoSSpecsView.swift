public import ScoriaModel

/// QoS specs as the wire shows them.
public struct QoSSpecsView: Sendable {
    private let links: LinkTemplate

    /// A view for one request.
    public init(_ context: ViewContext) {
        links = LinkTemplate("qos-specs", context)
    }

    /// Writes `{"qos_specs": {…}, "links": […]}`: the links stand beside the specs, as in the field.
    public func write(_ specs: QoSSpecs, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("qos_specs")
        writer.beginObject()
        writer.member("id", specs.id.rawValue)
        Self.writeMembers(specs, &writer)
        writer.endObject()
        links.write(specs.id.rawValue, to: &writer)
        writer.endObject()
    }

    private static func writeMembers(_ specs: QoSSpecs, _ writer: inout JSONWriter) {
        writer.member("name", specs.name)
        writer.member("consumer", specs.consumer.rawValue)
        writer.key("specs")
        writer.object(specs.specs)
    }

    /// The answer to `GET /qos-specs`: one page, in order.
    public static func page(_ page: [QoSSpecs], _ request: ListRequest, _ context: ViewContext) -> [UInt8] {
        var writer = JSONWriter(capacity: 128 + page.count * 250)
        var frame = PageFrame("qos_specs", links: "qos_specs_links", path: "qos-specs", request, context, &writer)
        for specs in page {
            frame.beginItem(specs.id.rawValue, &writer)
            writeMembers(specs, &writer)
            writer.endObject()
        }
        frame.end(total: nil, &writer)
        return writer.bytes
    }

    /// Writes `{"qos_associations": […]}`: the volume types that have the specs.
    public static func write(associations types: [VolumeType], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("qos_associations")
        writer.beginArray()
        for type in types {
            writer.beginObject()
            writer.member("association_type", "volume_type")
            writer.member("name", type.name)
            writer.member("id", type.id.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
