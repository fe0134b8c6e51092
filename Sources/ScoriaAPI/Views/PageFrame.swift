import ScoriaModel

/// What stands around the items of a list: the collection, its next link, its count.
struct PageFrame {
    private let linksKey: StaticString
    private let base: String
    private let request: ListRequest
    private(set) var returned = 0
    /// Where in the text the last item's id stands.
    private var lastID = 0..<0

    /// A frame; `path` is where the list is, below the project.
    init(_ key: StaticString, links: StaticString, path: String, _ request: ListRequest, _ context: ViewContext, _ writer: inout JSONWriter)
    {
        linksKey = links
        base = context.versionedBase + path + "?"
        self.request = request
        writer.beginObject()
        writer.key(key)
        writer.beginArray()
    }

    /// Begins an item with its id, which comes first so that the last one can be found again.
    mutating func beginItem(_ id: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.plainString(id)
        let end = writer.bytes.count - 1
        lastID = end - id.count..<end
        returned += 1
    }

    /// Begins an item with its id.
    mutating func beginItem(_ id: String, _ writer: inout JSONWriter) {
        var id = id
        id.withUTF8 { beginItem($0, &writer) }
    }

    /// Ends the collection with what follows it.
    func end(total: Int?, _ writer: inout JSONWriter) {
        writer.endArray()
        if request.isFull(returned: returned, total: total) {
            let marker = String(decoding: writer.bytes[lastID], as: UTF8.self)
            writer.key(linksKey)
            writer.beginArray()
            writer.beginObject()
            writer.key("rel")
            writer.string("next" as StaticString)
            writer.key("href")
            writer.string(base + request.query.replacing("marker", with: marker))
            writer.endObject()
            writer.endArray()
        }
        if request.wantsCount, let total {
            writer.key("count")
            writer.integer(Int64(total))
        }
        writer.endObject()
    }
}
