internal import Crypto
internal import ScoriaModel

/// The SHA-256 of a secret, under which what is known of it is kept: the secret itself is not.
struct SecretDigest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of a secret behind a prefix; the same secret behind another prefix has another one.
    init(_ secret: Secret, prefix: [UInt8] = []) {
        var hash = SHA256()
        if !prefix.isEmpty { prefix.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        var text = secret.reveal()
        text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        words = hash.finalize().withUnsafeBytes { bytes in
            (
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            )
        }
    }

    static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    /// One word is enough: each bit of a digest depends on the whole secret.
    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
