internal import HTTPTypes
internal import NIOCore
internal import ScoriaAPI
internal import ScoriaModel

/// Turns the bytes of a body into JSON by the field's rules of content types.
enum RequestBodyParser {
    /// The JSON of a body; nil when there is none, or when it has no content type, which the field ignores.
    static func parse(_ bytes: ByteBuffer, contentType: String?, depthLimit: Int) throws -> JSONValue? {
        guard bytes.readableBytes > 0, let contentType, !contentType.isEmpty else { return nil }
        guard isJSON(contentType) else { throw Fault.unsupportedContentType(contentType) }
        do {
            return try bytes.withUnsafeReadableBytes { bytes in
                try JSONParser(depthLimit: depthLimit, ambiguity: .refused).parse(bytes)
            }
        } catch let error as JSONError {
            throw Fault.malformedBody(error.description)
        }
    }

    private static func isJSON(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
        return type == "application/json" || type == "application/vnd.openstack.volume+json"
    }
}
