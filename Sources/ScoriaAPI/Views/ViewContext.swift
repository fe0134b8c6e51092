public import ScoriaModel

/// What an answer depends on besides the rows: the version, who asks, and under which address.
public struct ViewContext: Sendable {
    public let version: Microversion
    /// Whether the caller sees what only administrators see.
    public let isAdmin: Bool
    /// Whether the caller sees the names of hosts in attachments: administrators and services.
    public let seesHostNames: Bool
    /// The fields that the policy shows.
    public let fields: FieldVisibility
    /// The address of the collection's parent with the version: `http://host/v3/project/`.
    let versionedBase: String
    /// The same without the version, for bookmarks.
    let plainBase: String

    /// A context; `endpoint` is scheme, host and port under which the client reached the service.
    public init(version: Microversion, caller: Caller, endpoint: String, fields: FieldVisibility) {
        self.version = version
        self.fields = fields
        isAdmin = caller.isAdmin
        seesHostNames = caller.isAdmin || caller.roles.contains("service")
        // Tokens of the system are for no project, and paths may leave it out.
        let project = caller.projectID.rawValue.isEmpty ? "" : caller.projectID.rawValue + "/"
        versionedBase = "\(endpoint)/v3/\(project)"
        plainBase = "\(endpoint)/\(project)"
    }

    /// Whether the version is at least `3.minor`.
    func isAtLeast(_ minor: UInt8) -> Bool { version.minor >= minor }
}

/// The two links of a resource, prepared so that only its id has to be put in.
struct LinkTemplate: Sendable {
    private let head: [UInt8]
    private let middle: [UInt8]
    private let tail = Array("\"}]".utf8)

    /// Links of the resources of one collection, such as `volumes`.
    init(_ collection: String, _ context: ViewContext) {
        head = Array("[{\"rel\":\"self\",\"href\":\(Self.open(context.versionedBase + collection + "/"))".utf8)
        middle = Array("\"},{\"rel\":\"bookmark\",\"href\":\(Self.open(context.plainBase + collection + "/"))".utf8)
    }

    /// Writes `links` of the resource with an id that needs no escaping.
    func write(_ id: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
        writer.key("links")
        writer.beginRaw()
        writer.append(raw: head)
        writer.append(raw: id)
        writer.append(raw: middle)
        writer.append(raw: id)
        writer.append(raw: tail)
    }

    /// Writes `links` of the resource with an id that needs no escaping.
    func write(_ id: String, to writer: inout JSONWriter) {
        var id = id
        id.withUTF8 { write($0, to: &writer) }
    }

    /// A JSON string without its closing mark.
    private static func open(_ text: String) -> String { String(JSONValue.string(text).jsonText.dropLast()) }
}

extension JSONWriter {
    /// Writes a member that may be null and whose text may hold anything.
    mutating func member(_ key: StaticString, _ text: UnsafeBufferPointer<UInt8>?) {
        self.key(key)
        if let text { string(text) } else { null() }
    }

    /// Writes a member that may be null and whose text, such as an id or a moment, needs no escaping.
    mutating func plainMember(_ key: StaticString, _ text: UnsafeBufferPointer<UInt8>?) {
        self.key(key)
        if let text { plainString(text) } else { null() }
    }

    /// Writes a member that may be null.
    mutating func member(_ key: StaticString, _ text: String?) {
        self.key(key)
        if let text { string(text) } else { null() }
    }

    /// Writes a member that is a moment, or null.
    mutating func member(_ key: StaticString, _ moment: Timestamp?) { member(key, moment?.rawValue) }

    /// Writes a member that is true or false.
    mutating func member(_ key: StaticString, _ truth: Bool) {
        self.key(key)
        bool(truth)
    }

    /// Writes a member that is a whole number.
    mutating func member(_ key: StaticString, _ number: Int64) {
        self.key(key)
        integer(number)
    }
}
