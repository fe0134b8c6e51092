internal import CCrypt
public import ScoriaModel

/// Hashes of passwords, by the system's libcrypt.
///
/// Each call takes tens of milliseconds of a processor, on purpose; it belongs on a thread of its own.
public enum Bcrypt {
    /// The costs that are made and accepted: below, hashes are guessed too fast, above, a log-in takes minutes.
    public static let costs = 4...16
    /// The cost of new hashes: about a fifth of a second.
    public static let usualCost = 12
    /// What bcrypt looks at; a longer password would be cut without a word.
    public static let longestPassword = 72

    /// A hash that no password has; for files without users.
    static let unused = "$2b$12$" + String(repeating: ".", count: 53)

    /// The cost of a hash; nil when it is none of bcrypt's.
    static func cost(of hash: String) -> Int? {
        let bytes = Array(hash.utf8)
        guard bytes.count == 60, ["$2a$", "$2b$", "$2y$"].contains(String(hash.prefix(4))), bytes[6] == UInt8(ascii: "$") else {
            return nil
        }
        let isRadix64 = bytes[7...].allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: false
            }
        }
        return isRadix64 ? Int(String(decoding: bytes[4...5], as: UTF8.self)) : nil
    }

    /// Whether a password has this hash; takes as long for a wrong one.
    static func matches(_ password: Secret, _ hash: String) -> Bool {
        guard let found = crypt(password, hash) else { return false }
        let (left, right) = (Array(found.utf8), Array(hash.utf8))
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }

    /// The hash of a password with a new salt; nil when the password is empty, too long or has a NUL, or libcrypt cannot.
    public static func hash(_ password: Secret, cost: Int = usualCost) -> String? {
        guard isUsable(password), costs.contains(cost) else { return nil }
        var generator = SystemRandomNumberGenerator()
        let random = (0..<16).map { _ in CChar(truncatingIfNeeded: generator.next()) }
        var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        guard crypt_gensalt_rn("$2b$", UInt(cost), random, 16, &setting, Int32(setting.count)) != nil else { return nil }
        let text = setting.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) }
        }
        return text.flatMap { crypt(password, $0) }
    }

    /// Whether bcrypt sees the whole password.
    static func isUsable(_ password: Secret) -> Bool {
        let bytes = password.reveal().utf8
        return !bytes.isEmpty && bytes.count <= longestPassword && !bytes.contains(0)
    }

    private static func crypt(_ password: Secret, _ setting: String) -> String? {
        let size = MemoryLayout<crypt_data>.size
        let data = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: MemoryLayout<crypt_data>.alignment)
        defer {
            // It has held the password.
            data.initializeMemory(as: UInt8.self, repeating: 0, count: size)
            data.deallocate()
        }
        data.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        return crypt_rn(password.reveal(), setting, data, Int32(size)).map { String(cString: $0) }
    }
}
