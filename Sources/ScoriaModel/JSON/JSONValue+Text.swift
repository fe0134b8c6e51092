extension JSONValue {
    /// Reads JSON bytes strictly; see ``JSONParser``.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try JSONParser().parse(bytes)
    }

    /// Reads JSON bytes strictly; see ``JSONParser``.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        self = try JSONParser().parse(bytes)
    }

    /// Reads JSON text strictly; see ``JSONParser``.
    public init(parsing text: String) throws(JSONError) {
        self = try JSONParser().parse(Array(text.utf8))
    }

    /// The value as compact JSON bytes; equal values give equal bytes.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The value as compact JSON text; equal values give equal text.
    public var jsonText: String { String(decoding: serialized(), as: UTF8.self) }
}

extension Dictionary where Key == String, Value == String {
    /// Reads an object whose members are all texts, the form of metadata columns.
    public init(jsonText: String) throws(JSONError) {
        guard let members = try JSONValue(parsing: jsonText).object else { throw JSONError(.wrongType, at: 0, "this is no JSON object") }
        self.init(minimumCapacity: members.count)
        for (name, member) in members {
            guard let text = member.string else { throw JSONError(.wrongType, at: 0, "the member \(name) is no text") }
            self[name] = text
        }
    }

    /// The map as a compact JSON object; equal maps give equal text.
    public var jsonText: String {
        var writer = JSONWriter(capacity: 64)
        writer.object(self)
        return writer.text
    }
}
