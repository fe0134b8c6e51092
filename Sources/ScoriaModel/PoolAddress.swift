/// Where a volume lives: `host@backend#pool`, the identity of a scheduling target and the `host` of the API.
public struct PoolAddress: Hashable, Sendable, RawRepresentable, Codable, CustomStringConvertible {
    public let backend: BackendAddress
    /// The pool within the backend; nil in old rows and in requests that name only a backend.
    public let pool: String?

    /// A pool of a backend.
    public init(backend: BackendAddress, pool: String?) {
        self.backend = backend
        self.pool = pool
    }

    /// Reads `host@backend#pool`; the pool and even the backend may be missing.
    public init(rawValue: String) {
        let parts = rawValue.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        backend = BackendAddress(rawValue: String(parts.first ?? ""))
        pool = parts.count > 1 ? String(parts[1]) : nil
    }

    public var rawValue: String { pool.map { "\(backend.rawValue)#\($0)" } ?? backend.rawValue }
    public var description: String { rawValue }
}

/// One configured backend on one host: `host@backend`, the `host` of a volume service.
public struct BackendAddress: Hashable, Sendable, RawRepresentable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// A backend of a host.
    public init(host: String, backend: String) { rawValue = "\(host)@\(backend)" }

    /// The part after the `@`; nil when there is none.
    public var backendName: String? {
        rawValue.firstIndex(of: "@").map { String(rawValue[rawValue.index(after: $0)...]) }
    }

    public var description: String { rawValue }
}
