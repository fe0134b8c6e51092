internal import HTTPTypes
internal import Hummingbird

extension ServerSettings {
    /// Scheme, host, port and prefix by which the client reached the service: what links in the answer begin with.
    func endpoint(of request: Request) -> String {
        if let publicEndpoint { return publicEndpoint }
        var scheme = usesTLS ? "https" : "http"
        var authority = request.head.authority ?? "\(host):\(port)"
        var prefix = ""
        if believesProxy {
            // A proxy behind a proxy appends; the first value is what the client used.
            let forwarded = { (name: HTTPField.Name) in request.headers[name]?.split(separator: ",").first.map(Self.trimmed) }
            if let said = forwarded(WireHeader.forwardedProtocol)?.lowercased(), said == "http" || said == "https" { scheme = said }
            if let said = forwarded(WireHeader.forwardedHost), Self.isAuthority(said) { authority = said }
            if let said = forwarded(WireHeader.forwardedPrefix), said.hasPrefix("/"), Self.isPath(said) {
                prefix = said.hasSuffix("/") ? String(said.dropLast()) : said
            }
        }
        return "\(scheme)://\(authority)\(prefix)"
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }

    /// Whether a text can be a host with a port: it goes into links.
    private static func isAuthority(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && text.utf8.allSatisfy { isPlain($0) || ":[]".utf8.contains($0) }
    }

    private static func isPath(_ text: String) -> Bool {
        text.utf8.count <= 255 && text.utf8.allSatisfy { isPlain($0) || "/~%".utf8.contains($0) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
