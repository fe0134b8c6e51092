internal import ScoriaModel
internal import Synchronization

/// Makes request ids, `req-<uuid>`, without a system call each.
///
/// Request ids have to be unique, not unpredictable: a counter that starts at a random place is mixed into 128 bits (SplitMix64).
final class RequestIDSource: Sendable {
    private let state: Atomic<UInt64>
    private let other: UInt64

    init() {
        var generator = SystemRandomNumberGenerator()
        state = Atomic(generator.next())
        other = generator.next()
    }

    /// The next id.
    func next() -> RequestID {
        let high = Self.mix(state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue)
        let low = Self.mix(high ^ other)
        let text = String(unsafeUninitializedCapacity: 40) { buffer in
            for (offset, byte) in "req-".utf8.enumerated() { buffer[offset] = byte }
            var position = 4
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let shift = UInt64(56 - (index & 7) * 8)
                var byte = UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> shift)
                if index == 6 { byte = byte & 0x0F | 0x40 }
                if index == 8 { byte = byte & 0x3F | 0x80 }
                buffer[position] = Self.digit(byte >> 4)
                buffer[position + 1] = Self.digit(byte & 0x0F)
                position += 2
            }
            return position
        }
        return RequestID(rawValue: text)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func mix(_ seed: UInt64) -> UInt64 {
        var value = seed
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
