public import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

/// One pool as the scheduler knows it, for operators.
public struct PoolReport: Sendable {
    /// `host@backend#pool`.
    public let name: String
    /// What it offers, by the field's names.
    public let capabilities: [String: JSONValue]
}

extension Control {
    /// The pools that have reported, in the order of the configuration: all, or the one of a name, or those that fit a volume type.
    public func poolReports(named name: String? = nil, fitting typeName: String? = nil) throws -> [PoolReport] {
        var specs: [String: String] = [:]
        if let typeName {
            let type = try store.read { reader in
                try reader.volumeType(named: typeName) ?? reader.volumeType(VolumeTypeID(rawValue: typeName))
            }
            guard let type else { throw Self.noType(typeName) }
            specs = type.extraSpecs
        }
        let page = try store.read { try backends.book.page(in: $0, backends: backends) }
        return page.candidates
            .filter { candidate in
                // What an earlier life of the service has stored is no report of this one.
                guard backends.statistics(of: candidate.address.backend) != nil else { return false }
                if let name, candidate.address.rawValue != name { return false }
                guard typeName != nil else { return true }
                return scheduler.objection(to: candidate, for: PlacementRequest(size: GibiByteCount(0), extraSpecs: specs)) == nil
            }
            .map { candidate in
                var capabilities = candidate.capabilities
                capabilities["backend_state"] = candidate.service.isUp ? "up" : "down"
                capabilities["timestamp"] = (page.reportedAt[candidate.address]?.rawValue).map(JSONValue.string) ?? .null
                return PoolReport(name: candidate.address.rawValue, capabilities: capabilities)
            }
    }

    /// Whether a backend's storage answers, in the field's words; nil when it is not one of this process.
    public func backendState(of host: BackendAddress) -> String? {
        guard backends.backend(at: host) != nil else { return nil }
        return backends.state(of: host).isUp ? "up" : "down"
    }
}
