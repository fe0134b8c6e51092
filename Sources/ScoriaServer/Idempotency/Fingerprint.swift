internal import NIOCore

/// A digest of what a request asks, by which a repeated `Idempotency-Key` is told from a reused one.
///
/// Two runs of FNV-1a with different beginnings. It guards a caller against its own mistake, not against an attacker: keys belong to a project.
struct Fingerprint {
    private var first: UInt64 = 0xCBF2_9CE4_8422_2325
    private var second: UInt64 = 0x8422_2325_CBF2_9CE4

    /// Takes in one part; a part's end counts, so that moving bytes between parts changes the digest.
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
        second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
        second = second &<< 5 | second &>> 59
    }

    /// 32 hexadecimal digits.
    var text: String {
        [first, second].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        .joined()
    }
}
