/// JSON text under construction, for answers that are written straight from rows.
///
/// Commas are put by themselves; balance of begin and end, and a key before each member, are the caller's duty. Text is written
/// as UTF-8, with only what JSON demands escaped.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text with room for `capacity` bytes.
    public init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// What has been written so far, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Structure

    /// Begins an object, as a value.
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// Ends the object that was begun last.
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Begins an array, as a value.
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// Ends the array that was begun last.
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a member's name that needs no escaping, known when the program is built.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member's name that may be any text.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: Values

    /// Writes a text.
    public mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text that is known when the program is built and needs no escaping.
    public mutating func string(_ text: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text given as UTF-8, such as a column in the database engine's memory.
    public mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        escape(utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text given as UTF-8 that is known to need no escaping, such as an id or a timestamp of ours.
    public mutating func plainString(_ utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text made of several parts, such as a link: `parts` appends to the string that is open.
    public mutating func string(parts: (inout StringParts) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var open = StringParts(writer: JSONWriter(taking: &bytes))
        parts(&open)
        swap(&bytes, &open.writer.bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    public mutating func integer(_ value: some BinaryInteger) { integer(Int64(truncatingIfNeeded: value)) }

    /// Writes a whole number.
    public mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        if rest < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            while rest > 0 {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Writes a number; null when it is not finite, since JSON knows no other word for that.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a truth value.
    public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    /// Writes null.
    public mutating func null() { word("null") }

    /// Writes bytes that are one JSON value already, such as a metadata column.
    public mutating func raw(_ json: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Writes bytes that are one JSON value already.
    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// Begins a value that is made of pieces of finished JSON, each added by `append(raw:)`.
    public mutating func beginRaw() { separate() }

    /// Adds a piece of finished JSON to the value that ``beginRaw()`` began.
    public mutating func append(raw json: [UInt8]) { bytes.append(contentsOf: json) }

    /// Adds a piece of finished JSON to the value that ``beginRaw()`` began.
    public mutating func append(raw json: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: json) }

    /// Writes any value; the members of objects are sorted by name, so that equal values give equal bytes.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let truth): bool(truth)
        case .integer(let whole): integer(whole)
        case .number(let number): self.number(number)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                key(name)
                self.value(member)
            }
            endObject()
        }
    }

    /// Writes a map of texts as an object, sorted by name.
    public mutating func object(_ members: [String: String]) {
        beginObject()
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            key(name)
            string(member)
        }
        endObject()
    }

    // MARK: Pieces

    /// Makes a writer that continues in `bytes`, which is left empty.
    private init(taking bytes: inout [UInt8]) {
        swap(&self.bytes, &bytes)
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    /// Puts the comma between this value and the one before.
    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) } else { needsComma = true }
    }

    private mutating func word(_ text: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Copies runs that need no escaping at once.
    fileprivate mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            appendEscape(of: byte)
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 0x0F
            bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }

    /// A string that is open: what is appended becomes part of it.
    public struct StringParts {
        fileprivate var writer: JSONWriter

        /// Appends text that is known when the program is built and needs no escaping.
        public mutating func append(_ text: StaticString) {
            writer.bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }

        /// Appends any text.
        public mutating func append(_ text: String) {
            var text = text
            text.withUTF8 { writer.escape($0) }
        }

        /// Appends text given as UTF-8.
        public mutating func append(_ utf8: UnsafeBufferPointer<UInt8>) { writer.escape(utf8) }
    }
}
