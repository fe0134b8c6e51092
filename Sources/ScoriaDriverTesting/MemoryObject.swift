public import ScoriaModel

/// The bytes of one object of a ``MemoryDriver``: blocks that were written; all others read as zeros.
///
/// A value, so that a snapshot is a copy.
public struct MemoryObject: Sendable, Hashable {
    public private(set) var size: ByteCount
    private var blocks: [Int64: [UInt8]] = [:]

    private static let blockSize = 4096

    /// An object of zeros.
    public init(size: ByteCount) {
        self.size = size
    }

    /// The space that the written blocks take.
    public var allocated: ByteCount { ByteCount(Int64(blocks.count * Self.blockSize)) }

    /// Makes the object at least this large; bytes stay, zeros behind.
    mutating func grow(to newSize: ByteCount) {
        size = max(size, newSize)
    }

    /// The bytes from `offset` on; nil when they reach behind the end.
    func read(at offset: Int64, count: Int) -> [UInt8]? {
        guard holds(offset, count) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        forEachPart(at: offset, count: count) { block, range in
            if let written = blocks[block] {
                bytes.append(contentsOf: written[range])
            } else {
                bytes.append(contentsOf: repeatElement(0, count: range.count))
            }
        }
        return bytes
    }

    /// Overwrites the bytes from `offset` on; false when they would reach behind the end.
    mutating func write(_ bytes: [UInt8], at offset: Int64) -> Bool {
        guard holds(offset, bytes.count) else { return false }
        var done = 0
        forEachPart(at: offset, count: bytes.count) { block, range in
            var content = blocks[block] ?? [UInt8](repeating: 0, count: Self.blockSize)
            content.replaceSubrange(range, with: bytes[done..<(done + range.count)])
            blocks[block] = content
            done += range.count
        }
        return true
    }

    private func holds(_ offset: Int64, _ count: Int) -> Bool {
        offset >= 0 && count >= 0 && offset <= size.rawValue - Int64(count)
    }
}

extension MemoryObject {
    /// Cuts a range at block borders.
    private func forEachPart(at offset: Int64, count: Int, _ body: (Int64, Range<Int>) -> Void) {
        let blockSize = Int64(Self.blockSize)
        var position = offset
        let end = offset + Int64(count)
        while position < end {
            let start = Int(position % blockSize)
            let length = Int(min(blockSize - Int64(start), end - position))
            body(position / blockSize, start..<(start + length))
            position += Int64(length)
        }
    }
}
