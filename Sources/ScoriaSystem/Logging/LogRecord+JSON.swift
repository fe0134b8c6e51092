import Logging
import ScoriaModel

extension LogRecord {
    /// The record for collectors: `{"time":…,"level":…,"logger":…,"message":…,"key":…}`.
    var jsonLine: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("time")
        writer.string("\(time.rawValue)Z" as String)
        writer.key("level")
        writer.string(level)
        writer.key("logger")
        writer.string(label)
        writer.key("message")
        writer.string(message)
        for (key, value) in metadata {
            // A key of the record itself cannot be taken: readers would see either of the two.
            writer.key(Self.ownKeys.contains(key) ? "metadata_\(key)" : key)
            writer.value(value.json)
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static let ownKeys: Set<String> = ["time", "level", "logger", "message"]
}

extension Logger.MetadataValue {
    /// The value with its structure; whatever is no container is text.
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(\.json))
        case .dictionary(let members): .object(members.mapValues(\.json))
        }
    }
}
