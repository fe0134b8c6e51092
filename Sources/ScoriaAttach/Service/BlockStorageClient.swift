public import ScoriaModel

/// The Block Storage API v3 as a client uses it, of this service or of another one that speaks it.
public struct BlockStorageClient: BlockStorageAPI {
    /// Microversion 3.44 brought the call that completes an attachment.
    private static let microversion = "volume 3.44"

    private let http: ClientHTTP
    private let endpoint: String
    private let credentials: [(String, Secret)]
    /// What to say to somebody whom the service does not believe.
    private let correction: String

    /// Logs in, if that takes a request.
    public init(_ settings: ClientSettings) async throws {
        http = try ClientHTTP(settings)
        correction = settings.login.correction
        switch settings.login {
        case .none(let user, let project): credentials = [("X-Auth-Token", Secret("\(user):\(project)"))]
        case .basic(let user, let password): credentials = [("Authorization", Secret("Basic " + base64("\(user):\(password.reveal())")))]
        case .token(let token, let catalogue):
            credentials = [("X-Auth-Token", token)]
            guard settings.endpoint == nil, let catalogue else { break }
            let answer = try await http.send("GET", catalogue, headers: credentials)
            guard answer.status == 200 else { throw AttachError("Keystone refused the token: \(answer.refusal)", correction: correction) }
            endpoint = try Self.endpoint(in: answer.json["catalog"], settings)
            return
        case .keystone(let url, let body, _):
            let answer = try await http.send("POST", url, headers: [], body: body)
            guard answer.status == 201, let token = answer.subjectToken else {
                throw AttachError("Keystone refused the login: \(answer.refusal)", correction: correction)
            }
            credentials = [("X-Auth-Token", token)]
            endpoint = try settings.endpoint ?? Self.endpoint(in: answer.json["token"]?["catalog"], settings)
            return
        }
        endpoint = settings.endpoint ?? ""
    }

    /// Ends the connections.
    public func stop() async { await http.stop() }

    public func volume(_ idOrName: String) async throws -> RemoteVolume {
        if let id = VolumeID(parsing: idOrName) {
            let answer = try await send("GET", "/volumes/\(id)", allowing: [404])
            if answer.status != 404, let volume = RemoteVolume(answer.json["volume"]) { return volume }
        }
        let answer = try await send("GET", "/volumes/detail?name=\(percentEncoded(idOrName))")
        let found = (answer.json["volumes"]?.array ?? []).compactMap(RemoteVolume.init).filter { $0.name == idOrName }
        guard let first = found.first else { throw AttachError("There is no volume \(idOrName) in this project.") }
        guard found.count == 1 else {
            throw AttachError(
                "\(found.count) volumes have the name \(idOrName).",
                correction: "Use an id: \(found.map(\.id.rawValue).joined(separator: ", "))."
            )
        }
        return first
    }

    public func createAttachment(of volume: VolumeID, connector: [String: JSONValue], key: String) async throws -> RemoteAttachment {
        let body: JSONValue = ["attachment": ["volume_uuid": .string(volume.rawValue), "connector": .object(connector)]]
        let answer = try await send("POST", "/attachments", body: body, further: [("Idempotency-Key", Secret(key))])
        guard let attachment = RemoteAttachment(answer.json["attachment"]) else {
            throw AttachError("The service answered without the attachment that it was to make.")
        }
        return attachment
    }

    public func attachment(_ id: String) async throws -> RemoteAttachment? {
        let answer = try await send("GET", "/attachments/\(percentEncoded(id))", allowing: [404])
        return answer.status == 404 ? nil : RemoteAttachment(answer.json["attachment"])
    }

    public func completeAttachment(_ id: String) async throws {
        let body: JSONValue = ["os-complete": .null]
        _ = try await send("POST", "/attachments/\(percentEncoded(id))/action", body: body)
    }

    public func deleteAttachment(_ id: String) async throws {
        _ = try await send("DELETE", "/attachments/\(percentEncoded(id))", allowing: [404])
    }

    // MARK: Parts

    private func send(
        _ method: String,
        _ path: String,
        body: JSONValue? = nil,
        further: [(String, Secret)] = [],
        allowing allowed: Set<Int> = []
    ) async throws -> ClientHTTP.Answer {
        let headers = credentials + further + [("OpenStack-API-Version", Secret(Self.microversion))]
        let answer = try await http.send(method, endpoint + path, headers: headers, body: body.map { Secret($0.jsonText) })
        guard (200..<300).contains(answer.status) || allowed.contains(answer.status) else {
            throw AttachError(
                "The service refused: \(answer.refusal)",
                correction: answer.status == 401 ? correction : nil,
                kind: .refused
            )
        }
        return answer
    }

    /// The service's URL in Keystone's catalogue.
    private static func endpoint(in catalogue: JSONValue?, _ settings: ClientSettings) throws(AttachError) -> String {
        let catalogue = catalogue?.array ?? []
        // The official type first, then the names that clouds have used for it.
        for type in ["block-storage", "block-store", "volumev3", "volume"] {
            for service in catalogue where service["type"]?.string == type {
                let endpoints = (service["endpoints"]?.array ?? []).filter { endpoint in
                    let region = endpoint["region_id"]?.string ?? endpoint["region"]?.string
                    return endpoint["interface"]?.string == settings.interface && (settings.region == nil || settings.region == region)
                }
                if let url = endpoints.first?["url"]?.string { return try ClientSettings.versioned(url) }
            }
        }
        throw AttachError(
            "Keystone's catalogue has no \(settings.interface) endpoint of a block storage service\(settings.region.map { " in \($0)" } ?? "").",
            correction: "Add it, or name the URL with OS_ENDPOINT."
        )
    }
}

extension RemoteVolume {
    fileprivate init?(_ json: JSONValue?) {
        guard let json, let id = VolumeID(parsing: json["id"]?.string ?? "") else { return nil }
        self.init(id: id, name: json["name"]?.string ?? "", status: json["status"]?.string ?? "")
    }
}

extension RemoteAttachment {
    fileprivate init?(_ json: JSONValue?) {
        guard let json, let id = json["id"]?.string else { return nil }
        self.init(id: id, status: json["status"]?.string ?? "", connectionInfo: json["connection_info"]?.object ?? [:])
    }
}

/// The text as part of a path or a query (RFC 3986, 2.1).
private func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            encoded += "%" + (digits.count == 1 ? "0" : "") + digits
        }
    }
    return encoded
}

/// The UTF-8 bytes of a text in base 64 (RFC 4648, 4).
private func base64(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = Array(text.utf8)
    var encoded = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for position in 0..<4 {
            encoded.append(position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : "=")
        }
    }
    return encoded
}
