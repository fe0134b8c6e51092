internal import HTTPTypes
internal import Hummingbird
internal import ScoriaAPI

/// Refuses requests that two programs could read in two ways.
///
/// A proxy may look at the first of two tokens and the service at the second; a host that is no host ends up in links and
/// redirects. What HTTP itself forbids, such as two lengths, never comes this far: the parser refuses it.
enum RequestForm {
    /// Headers of which one request has one value.
    private static let single: Set<HTTPField.Name> = [
        WireHeader.authToken, WireHeader.serviceToken, WireHeader.authUser, WireHeader.authProject, WireHeader.idempotencyKey,
        .authorization, .contentType, .contentLength, .ifMatch,
    ]

    /// Throws when a header that counts occurs twice, or the host is none.
    static func check(_ request: Request) throws(Fault) {
        var seen: Set<HTTPField.Name> = []
        for field in request.headers where single.contains(field.name) {
            guard seen.insert(field.name).inserted else {
                throw Fault(
                    .badRequest,
                    "The header \(field.name.rawName) occurs more than once, so that it is not clear which one counts.",
                    correction: "Send it once."
                )
            }
        }
        guard !request.headers.contains(WireHeader.host), request.head.authority.map({ $0.utf8.allSatisfy(isHostByte) }) ?? true else {
            throw Fault(
                .badRequest,
                "The Host header is no host, or occurs more than once.",
                correction: "Send one Host header with a name or address and a port."
            )
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): true
        default: false
        }
    }
}
