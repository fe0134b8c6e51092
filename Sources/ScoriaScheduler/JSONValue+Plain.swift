import ScoriaModel

extension JSONValue {
    /// The value as an operator reads it.
    var plain: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): number.plain
        case .string(let text): "'\(text)'"
        case .array(let elements): "[" + elements.map(\.plain).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.plain)" }.joined(separator: ", ") + "}"
        }
    }
}
