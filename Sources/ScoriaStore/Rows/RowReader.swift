internal import ScoriaModel

/// Turns columns into values of the model and says which row is at fault when one does not fit.
struct RowReader {
    let row: SQLRow
    let table: Table

    /// A text that the model gives a meaning, such as a status.
    func value<Value: RawRepresentable<String>>(_ column: Int32) throws -> Value {
        guard let value = Value(rawValue: row.text(column)) else { throw corrupt(column) }
        return value
    }

    /// As ``value(_:)``, nil for null.
    func optional<Value: RawRepresentable<String>>(_ column: Int32) throws -> Value? {
        row.isNull(column) ? nil : try value(column)
    }

    /// An id.
    func id<Resource>(_ column: Int32) -> ID<Resource> { ID(rawValue: row.text(column)) }

    /// An id, or nil for null.
    func optionalID<Resource>(_ column: Int32) -> ID<Resource>? { row.optionalText(column).map(ID.init(rawValue:)) }

    /// A number of gibibytes.
    func size(_ column: Int32) -> GibiByteCount { GibiByteCount(Int(row.integer(column))) }

    /// A JSON object whose members are texts.
    func map(_ column: Int32) throws -> [String: String] {
        if let bytes = row.utf8(column), bytes.count == 2 { return [:] }
        do {
            return try Dictionary(jsonText: row.text(column))
        } catch {
            throw corrupt(column)
        }
    }

    /// Any JSON object.
    func object(_ column: Int32) throws -> [String: JSONValue] {
        do {
            guard let members = try JSONValue(parsing: row.text(column)).object else { throw corrupt(column) }
            return members
        } catch is JSONError {
            throw corrupt(column)
        }
    }

    /// The error for a column whose value the model does not know; it does not show the value, which may be a secret.
    func corrupt(_ column: Int32) -> StoreError {
        StoreError(
            .corruptRow,
            "The column \(table.columns[Int(column)]) of row \(row.text(0)) in the table \(table.name) holds a value that this release "
                + "does not know. A newer release or another program wrote it; correct it with an administrative reset, or restore a backup."
        )
    }
}

extension SQLValue {
    /// The text of an id, status or moment.
    static func text(_ value: some RawRepresentable<String>) -> SQLValue { .text(value.rawValue) }
    /// The text of an id, status or moment; null for nil.
    static func optional(_ value: (some RawRepresentable<String>)?) -> SQLValue { value.map { .text($0.rawValue) } ?? .null }
    /// A number of gibibytes.
    static func size(_ value: GibiByteCount) -> SQLValue { .integer(Int64(value.rawValue)) }
    /// A map of texts as a JSON object.
    static func map(_ value: [String: String]) -> SQLValue { .text(value.isEmpty ? "{}" : value.jsonText) }
}
