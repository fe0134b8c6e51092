/// A strict reader of JSON (RFC 8259) from UTF-8 bytes.
///
/// Refused: anything behind the value, comments, trailing commas, `NaN` and `Infinity`, bytes that are not UTF-8, halves of
/// surrogate pairs, numbers beyond a double, and nesting deeper than the limit, so that a hostile body cannot exhaust the stack.
/// Of members with the same name the last one counts, unless ambiguity is refused; ``parseReportingDuplicates(_:)`` tells their names.
public struct JSONParser: Sendable {
    /// What becomes of text that two programs may read as different values.
    public enum Ambiguity: Sendable {
        /// The last of members with the same name counts, and a whole number beyond 64 bits becomes the nearest double.
        case tolerated
        /// Both are errors: what a proxy or a policy saw must be what is done.
        case refused
    }

    /// How many arrays and objects may be inside each other.
    public let depthLimit: Int
    private let ambiguity: Ambiguity

    /// A reader with a limit of nesting.
    public init(depthLimit: Int = 64, ambiguity: Ambiguity = .tolerated) {
        self.depthLimit = depthLimit
        self.ambiguity = ambiguity
    }

    /// Reads one value that fills `bytes`, apart from white space around it.
    public func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
        try parseReportingDuplicates(bytes).value
    }

    /// Reads one value that fills `bytes`, apart from white space around it.
    public func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try parse(UnsafeRawBufferPointer(buffer)) }
    }

    /// Reads one value and tells which member names occur more than once within one object.
    public func parseReportingDuplicates(
        _ bytes: UnsafeRawBufferPointer
    ) throws(JSONError) -> (value: JSONValue, duplicateKeys: [String]) {
        var reader = JSONReader(bytes: bytes, depthLimit: depthLimit, refusesAmbiguity: ambiguity == .refused)
        let value = try reader.document()
        return (value, reader.duplicateKeys)
    }
}

/// The position of one reading.
///
/// Lives only inside a call of the parser, because it points into the caller's memory.
private struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var depth = 0
    private let depthLimit: Int
    private let refusesAmbiguity: Bool
    private(set) var duplicateKeys: [String] = []

    init(bytes: UnsafeRawBufferPointer, depthLimit: Int, refusesAmbiguity: Bool) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.refusesAmbiguity = refusesAmbiguity
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error(.syntax, "there is more text behind the JSON value") }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        guard let byte = peek() else { throw error(.unexpectedEnd, "the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error(.syntax, "a value should be here")
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try enter()
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return leave(.object(members)) }
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw expected("a member name in quotation marks") }
            let name = try string()
            skipSpace()
            guard take(":") else { throw expected("a colon") }
            let member = try value()
            if members.updateValue(member, forKey: name) != nil {
                guard !refusesAmbiguity else {
                    throw error(.duplicateKey, "the member \"\(name.prefix(64))\" occurs twice in one object")
                }
                duplicateKeys.append(name)
            }
            skipSpace()
            if take(",") { continue }
            if take("}") { return leave(.object(members)) }
            throw expected("a comma or a closing brace")
        }
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return leave(.array(elements)) }
        while true {
            elements.append(try value())
            skipSpace()
            if take(",") { continue }
            if take("]") { return leave(.array(elements)) }
            throw expected("a comma or a closing bracket")
        }
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= depthLimit else { throw error(.tooDeep, "more than \(depthLimit) arrays and objects are inside each other") }
        position += 1
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        depth -= 1
        return value
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<text.utf8CodeUnitCount {
            guard position < bytes.count else { throw error(.unexpectedEnd, "the text ends inside a word") }
            guard bytes[position] == text.utf8Start[offset] else { throw error(.syntax, "this is no JSON word") }
            position += 1
        }
        return value
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = take("-")
        var magnitude: UInt64 = 0
        var fitsInteger = true
        guard let first = peek(), isDigit(first) else { throw expected("a digit") }
        if take("0") {
            if let next = peek(), isDigit(next) { throw error(.syntax, "a number may not begin with 0") }
        } else {
            while let byte = peek(), isDigit(byte) {
                let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
                if overflow || carry { fitsInteger = false }
                magnitude = sum
                position += 1
            }
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        if isWhole, fitsInteger {
            if isNegative, magnitude <= UInt64(Int64.max) + 1 { return .integer(Int64(truncatingIfNeeded: 0 &- magnitude)) }
            if !isNegative, magnitude <= UInt64(Int64.max) { return .integer(Int64(magnitude)) }
        }
        if isWhole, refusesAmbiguity {
            throw JSONError(.numberRange, at: start, "the number is beyond 64 bits")
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONError(.numberRange, at: start, "the number is larger than can be held")
        }
        return .number(value)
    }

    private mutating func digits() throws(JSONError) {
        guard let first = peek(), isDigit(first) else { throw expected("a digit") }
        while let byte = peek(), isDigit(byte) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try text(start..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0..<0x20:
                throw error(.syntax, "a control character must be escaped")
            default:
                position += 1
            }
        }
        throw error(.unexpectedEnd, "the text ends inside a string")
    }

    private func text(_ range: Range<Int>) throws(JSONError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw JSONError(.invalidUTF8, at: range.lowerBound, "the string is not UTF-8")
        }
        return text
    }

    /// The slow way, taken from the first backslash on.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var decoded = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: decoded, as: UTF8.self) else {
                    throw JSONError(.invalidUTF8, at: start, "the string is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &decoded)
            case 0..<0x20:
                throw error(.syntax, "a control character must be escaped")
            default:
                decoded.append(byte)
                position += 1
            }
        }
        throw error(.unexpectedEnd, "the text ends inside a string")
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONError) {
        guard let byte = peek() else { throw error(.unexpectedEnd, "the text ends inside an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: Array(String(Character(try escapedScalar())).utf8))
        default: throw JSONError(.invalidEscape, at: position - 1, "there is no such escape")
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let start = position
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // Only surrogates are no scalars; the high half must be followed by a low one.
        guard unit < 0xDC00, take("\\"), take("u") else {
            throw JSONError(.loneSurrogate, at: start, "half of a surrogate pair stands alone")
        }
        let low = try codeUnit()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: start, "half of a surrogate pair stands alone") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek() else { throw error(.unexpectedEnd, "the text ends inside an escape") }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: throw error(.invalidEscape, "four hexadecimal digits should be here")
            }
            position += 1
        }
        return unit
    }

    // MARK: Position

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(truncatingIfNeeded: character.value) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func expected(_ what: String) -> JSONError {
        position < bytes.count ? error(.syntax, "\(what) should be here") : error(.unexpectedEnd, "the text ends where \(what) should be")
    }

    private func error(_ code: JSONError.Code, _ message: String) -> JSONError { JSONError(code, at: position, message) }
}
