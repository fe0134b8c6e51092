/// The SQL of one table's rows, made once: the column list that every query of whole rows selects, and the statements that write one.
///
/// The first column is the primary key.
struct Table: Sendable {
    let name: String
    let columns: [String]
    /// `SELECT <columns> FROM <table> `; the columns are numbered in their order.
    let select: String
    /// `INSERT`, with a parameter for each column in order.
    let insert: String
    /// `UPDATE` of all columns but the key and the guarded ones; its parameters are the written columns in order, then the key.
    let update: String
    /// Where in the list of columns those of ``update`` are.
    private let written: [Int]

    /// A table; `guarded` columns have writers of their own, such as the compare-and-set of a status.
    init(_ name: String, columns: [String], guarded: Set<String> = []) {
        self.name = name
        self.columns = columns
        written = columns.indices.dropFirst().filter { !guarded.contains(columns[$0]) }
        let list = columns.joined(separator: ", ")
        select = "SELECT \(list) FROM \(name) "
        insert = "INSERT INTO \(name) (\(list)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
        let assignments = written.map { "\(columns[$0]) = ?" }.joined(separator: ", ")
        update = "UPDATE \(name) SET \(assignments) WHERE \(columns[0]) = ?"
    }

    /// The parameters of ``update`` from those of ``insert``.
    func updateParameters(_ values: [SQLValue]) -> [SQLValue] { written.map { values[$0] } + [values[0]] }

    /// The columns, each with a prefix, for queries that join.
    func list(prefix: String) -> String { columns.map { "\(prefix).\($0)" }.joined(separator: ", ") }
}
