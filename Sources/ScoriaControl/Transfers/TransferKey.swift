import Crypto
import Foundation
import ScoriaModel
import ScoriaSystem

/// How the auth key of a transfer is made, kept and compared.
///
/// The key is ours and random: sixteen letters and digits are 95 bits, so that nobody finds it by trying, however fast the hash is. A slow
/// hash, which protects secrets that people choose, would only cost the service time. HMAC-SHA256 under a salt of each transfer keeps the
/// database and its backups free of keys, and equal keys from looking equal.
enum TransferKey {
    /// A new salt: 128 random bits, hexadecimal.
    static func salt(_ ids: IDSource) -> String { String(ids.uuid().filter { $0 != "-" }) }

    /// The hash under a salt, hexadecimal.
    static func hash(_ key: Secret, salt: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(key.reveal().utf8), using: SymmetricKey(data: Data(salt.utf8)))
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            .joined()
    }

    /// Whether a key is the one that was hashed, in a time that does not depend on where they differ.
    static func matches(_ key: Secret, _ transfer: VolumeTransfer) -> Bool {
        let (given, kept) = (Array(hash(key, salt: transfer.salt).utf8), Array(transfer.keyHash.utf8))
        guard given.count == kept.count else { return false }
        return zip(given, kept).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
