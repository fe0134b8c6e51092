public import ScoriaModel

/// Makes ids and secrets.
///
/// A value, so that tests can make them predictable.
public struct IDSource: Sendable {
    private let bytes: @Sendable (Int) -> [UInt8]

    /// A source that draws from `bytes`, which answers with as many bytes as it is asked for.
    public init(bytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.bytes = bytes
    }

    /// The system's cryptographic random source.
    public static let system = IDSource { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// A new id: a version 4 UUID.
    public func id<Resource>(of _: Resource.Type = Resource.self) -> ID<Resource> {
        ID(rawValue: uuid())
    }

    /// A new version 4 UUID in canonical text.
    public func uuid() -> String {
        var random = bytes(16)
        random[6] = random[6] & 0x0F | 0x40
        random[8] = random[8] & 0x3F | 0x80
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (offset, byte) in random.enumerated() {
            if offset == 4 || offset == 6 || offset == 8 || offset == 10 { text.append(UInt8(ascii: "-")) }
            text.append(Self.hexadecimal[Int(byte >> 4)])
            text.append(Self.hexadecimal[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A new secret of `length` letters and digits, each equally likely.
    public func secret(length: Int) -> Secret {
        var text = ""
        while text.utf8.count < length {
            for byte in bytes(length) where byte < 248 && text.utf8.count < length {
                text.unicodeScalars.append(Unicode.Scalar(Self.alphabet[Int(byte) % Self.alphabet.count]))
            }
        }
        return Secret(text)
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
}
