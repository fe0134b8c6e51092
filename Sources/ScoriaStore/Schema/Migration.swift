/// One change of the schema: the version that it leads to and the statements that lead there.
///
/// A migration that a release has shipped is never edited; a later one corrects it. The text is valid for every engine but
/// for the words in braces: `{identity}` is the engine's self-numbering primary key, `{now}` the moment of the migration, `{uuid}` a new
/// id (another one at each place).
struct Migration: Sendable {
    let version: Int
    let statements: [String]

    /// Every migration of this release, oldest first.
    static let all: [Migration] = [
        Migration(version: 1, statements: InitialSchema.statements),
        Migration(version: 2, statements: TransferSchema.statements),
        Migration(version: 3, statements: QuotaSchema.statements),
        Migration(version: 4, statements: PlacementSchema.statements),
        Migration(version: 5, statements: TypeAttributesSchema.statements),
        Migration(version: 6, statements: ClusterSchema.statements),
        Migration(version: 7, statements: EventsSchema.statements),
        Migration(version: 8, statements: UsageAuditSchema.statements),
        Migration(version: 9, statements: ReplacedConnectorSchema.statements),
    ]
}
