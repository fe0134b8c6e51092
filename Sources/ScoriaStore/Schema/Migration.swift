/// One change of the schema: the version that it leads to and the statements that lead there.
///
/// A migration that a release has shipped is never edited; a later one corrects it.
struct Migration: Sendable {
    /// One statement of a migration.
    enum Statement: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        /// SQL for every engine but for the words in braces: `{identity}` is the engine's self-numbering primary key, `{now}` the moment of the
        /// migration, `{uuid}` a new id (another one at each place).
        case sql(String)
        /// A trigger, which each engine frames in its own way.
        case trigger(Trigger)

        init(stringLiteral text: String) { self = .sql(text) }
    }

    let version: Int
    let statements: [Statement]

    /// Every migration of this release, oldest first.
    static let all: [Migration] = [
        Migration(version: 1, statements: InitialSchema.statements)
    ]
}

/// What the engine does by itself, in the same transaction, for each row that changes.
public struct Trigger: Sendable {
    public let name: String
    /// `INSERT`, `DELETE` or `UPDATE OF <columns>`.
    public let event: String
    public let table: String
    /// A condition on `OLD` and `NEW`; nil for every row.
    public var condition: String?
    /// Statements that may read `OLD` and `NEW`.
    public let body: [String]
}
