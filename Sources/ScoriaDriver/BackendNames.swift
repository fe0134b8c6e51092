public import ScoriaModel

extension ID {
    /// The id as part of a name on a backend.
    ///
    /// Ids are text, and a text with a slash or a blank would lead somewhere else. Throws a ``DriverError`` for what is no UUID.
    public func nameOnBackend() throws -> String {
        guard Self(parsing: rawValue) == self else {
            throw DriverError(.backend, .permanent, "An id that is no UUID cannot name an object on a backend.")
        }
        return rawValue
    }

    /// The id at the end of a name on a backend, only in the canonical form that our names have; nil when the name is another.
    public init?(endOf name: some StringProtocol, behind prefix: String) {
        guard name.hasPrefix(prefix) else { return nil }
        let suffix = name.dropFirst(prefix.count)
        guard let id = Self(parsing: String(suffix)), id.rawValue == suffix else { return nil }
        self = id
    }
}
