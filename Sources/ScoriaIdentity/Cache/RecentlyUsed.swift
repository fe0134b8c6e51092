/// A bounded memory of what was used lately.
///
/// Two generations: when the younger one is full, the older one is forgotten and the younger takes its place. So what is used stays,
/// what is not goes, and neither costs more than a look-up.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var younger: [Key: Value] = [:]
    private var older: [Key: Value] = [:]
    private let half: Int

    /// Keeps at most that many values, at least two.
    init(capacity: Int) {
        half = max(1, capacity / 2)
    }

    /// How many values are kept.
    var count: Int { younger.count + older.count }

    /// The value of a key, which is young again from now on.
    mutating func value(of key: Key) -> Value? {
        if let value = younger[key] { return value }
        guard let value = older.removeValue(forKey: key) else { return nil }
        insert(value, at: key)
        return value
    }

    /// Keeps a value.
    mutating func insert(_ value: Value, at key: Key) {
        older[key] = nil
        if younger.count >= half, younger[key] == nil {
            older = younger
            younger = [:]
        }
        younger[key] = value
    }

    /// Forgets a value.
    mutating func remove(_ key: Key) {
        younger[key] = nil
        older[key] = nil
    }

    /// Forgets everything.
    mutating func removeAll() {
        younger = [:]
        older = [:]
    }
}
