/// What is wrong with an expression, and where.
public struct ExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The character of the expression, counted from 1.
    public let column: Int
    public let message: String

    init(_ column: Int, _ message: String) {
        self.column = column
        self.message = message
    }

    /// `column 17: unknown name capabilities.speed: the pool does not report it`.
    public var description: String { "column \(column): \(message)" }
}
