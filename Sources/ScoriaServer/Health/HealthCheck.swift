internal import Glibc
internal import Hummingbird
internal import NIOCore
internal import ScoriaModel
internal import ScoriaStore

/// One part of the service that `/healthcheck` asks.
public struct HealthProbe: Sendable {
    /// What is asked, such as `database`.
    public let name: String
    /// Answers nil when the part is well, else what is wrong and what to do.
    public let complaint: @Sendable () async -> String?

    /// A part with its question.
    public init(name: String, complaint: @escaping @Sendable () async -> String?) {
        self.name = name
        self.complaint = complaint
    }
}

/// Answers `GET /healthcheck` as load balancers in front of the field's services expect it.
///
/// The text is `OK`, or `DISABLED BY FILE` with 503 while the disable file exists; clients that accept JSON, or ask with `?detail`,
/// get every part by name.
struct HealthCheck: Sendable {
    /// The file whose existence takes the node out of service; option `disable_by_file_path`.
    let disableFile: String?
    let probes: [HealthProbe]

    /// The answer to one check.
    func reply(wantsDetail: Bool) async -> Reply {
        if let disableFile, access(disableFile, F_OK) == 0 {
            return wantsDetail
                ? detail(503, reason: "DISABLED BY FILE", parts: [])
                : .text(503, "DISABLED BY FILE")
        }
        var parts: [(String, String?)] = []
        for probe in probes { parts.append((probe.name, await probe.complaint())) }
        let failed = parts.first { $0.1 != nil }
        guard wantsDetail else {
            guard let failed, let complaint = failed.1 else { return .text(200, "OK") }
            return .text(503, "\(failed.0): \(complaint)")
        }
        return detail(failed == nil ? 200 : 503, reason: failed == nil ? "OK" : "FAILED", parts: parts)
    }

    private func detail(_ status: Int, reason: String, parts: [(String, String?)]) -> Reply {
        let components = parts.map { name, complaint in
            JSONValue.object(["name": .string(name), "ok": .bool(complaint == nil), "message": complaint.map(JSONValue.string) ?? .null])
        }
        let value: JSONValue = ["detailed": true, "reasons": [.string(reason)], "components": .array(components)]
        return .json(status, value.serialized())
    }
}
