/// A size in whole gibibytes (2^30 bytes), the unit of the API, of quotas and of the scheduler.
public struct GibiByteCount: Hashable, Sendable, RawRepresentable, Codable, Comparable, CustomStringConvertible {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The size in gibibytes.
    public init(_ value: Int) { rawValue = value }

    /// The same size in bytes.
    public var bytes: ByteCount { ByteCount(Int64(rawValue) << 30) }
    public var description: String { "\(rawValue) GiB" }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    public static func + (left: Self, right: Self) -> Self { Self(left.rawValue + right.rawValue) }
    public static func - (left: Self, right: Self) -> Self { Self(left.rawValue - right.rawValue) }
}

/// A size in bytes, the unit of files, devices and copies.
public struct ByteCount: Hashable, Sendable, RawRepresentable, Codable, Comparable, CustomStringConvertible {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// The size in bytes.
    public init(_ value: Int64) { rawValue = value }

    /// The size in gibibytes as a fraction, as pool statistics report it.
    public var gibibytes: Double { Double(rawValue) / Double(1 << 30) }
    /// The smallest whole number of gibibytes that holds this many bytes.
    public var gibibytesRoundedUp: GibiByteCount { GibiByteCount(Int((rawValue + (1 << 30) - 1) >> 30)) }
    public var description: String { "\(rawValue) bytes" }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
