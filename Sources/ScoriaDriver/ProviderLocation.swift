public import ScoriaModel

/// Where an export is, as the text that drivers of the field keep in `provider_location`.
///
/// Tools and other drivers read these texts, so they are written exactly as the field writes them (`driver-interface.md` 6).
public enum ProviderLocation: Sendable, Hashable {
    /// `ip:port[;ip:port],number iqn lun`; portals as `address:port`.
    case iscsi(portals: [String], number: Int, iqn: String, lun: Int)
    /// `ip[,ip]:port transport nqn ns_id`.
    case nvme(addresses: [String], port: Int, transport: String, nqn: String, namespaceID: Int)
    /// `server:/path`.
    case nfs(server: String, path: String)

    /// The text.
    public var text: String {
        switch self {
        case .iscsi(let portals, let number, let iqn, let lun):
            "\(portals.joined(separator: ";")),\(number) \(iqn) \(lun)"
        case .nvme(let addresses, let port, let transport, let nqn, let namespaceID):
            "\(addresses.joined(separator: ",")):\(port) \(transport) \(nqn) \(namespaceID)"
        case .nfs(let server, let path):
            "\(server):\(path)"
        }
    }

    /// Reads an iSCSI location; nil when the text is none.
    public static func iscsi(parsing text: String) -> ProviderLocation? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let comma = words[0].lastIndex(of: ","), let lun = Int(words[2]),
            let number = Int(words[0][words[0].index(after: comma)...])
        else { return nil }
        let portals = words[0][..<comma].split(separator: ";").map(String.init)
        guard !portals.isEmpty, !words[1].isEmpty else { return nil }
        return .iscsi(portals: portals, number: number, iqn: String(words[1]), lun: lun)
    }

    /// Reads an NVMe location; nil when the text is none.
    public static func nvme(parsing text: String) -> ProviderLocation? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        // The last colon, for IPv6 addresses have colons of their own.
        guard words.count == 4, let colon = words[0].lastIndex(of: ":"), let port = Int(words[0][words[0].index(after: colon)...]),
            let namespaceID = Int(words[3])
        else { return nil }
        let addresses = words[0][..<colon].split(separator: ",").map(String.init)
        guard !addresses.isEmpty, !words[1].isEmpty, !words[2].isEmpty else { return nil }
        return .nvme(addresses: addresses, port: port, transport: String(words[1]), nqn: String(words[2]), namespaceID: namespaceID)
    }

    /// Reads an NFS location; nil when the text is none.
    public static func nfs(parsing text: String) -> ProviderLocation? {
        guard let separator = text.range(of: ":/"), separator.lowerBound > text.startIndex else { return nil }
        return .nfs(server: String(text[..<separator.lowerBound]), path: String(text[text.index(after: separator.lowerBound)...]))
    }
}

extension StringProtocol {
    /// Where `part` is for the first time.
    fileprivate func range(of part: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}

extension CHAPCredentials {
    /// The text that drivers of the field keep in `provider_auth`: `CHAP user password`.
    public var providerAuth: Secret { Secret("CHAP \(user) \(password.reveal())") }

    /// Reads the text of `provider_auth`; nil when it is not of that form.
    public init?(providerAuth: Secret) {
        let words = providerAuth.reveal().split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "CHAP", !words[1].isEmpty else { return nil }
        self.init(user: String(words[1]), password: Secret(String(words[2])))
    }
}
