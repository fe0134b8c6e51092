internal import ScoriaFlow
public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// Which services' unfinished work is to be taken up; a nil member admits all.
public struct CleanupRequest: Sendable, Hashable {
    public var serviceNumber: Int?
    public var clusterName: String?
    public var host: String?
    public var binary: String?
    /// Whether services that are up are meant, or those that are not.
    public var isUp = false
    public var isDisabled: Bool?
    /// `Volume` or `Snapshot`, in any case.
    public var resourceType: String?
    public var resourceID: String?

    /// The work of every service that is down.
    public init() {}
}

/// Which services' work goes on, and which have nobody to go on with it.
public struct CleanupAnswer: Sendable, Hashable {
    public var cleaning: [Service]
    public var unavailable: [Service]
}

extension Control {
    /// Lets unfinished flows of the services that match go on at once, as far as there is somebody to run them.
    ///
    /// Nothing has to be cleaned up here for its own sake, since flows survive their process and go on by themselves; this takes away their
    /// pauses and tells which of them nobody can run.
    public func cleanUp(_ request: CleanupRequest, by caller: Caller) async throws -> CleanupAnswer {
        let types = try Self.resourceTypes(request)
        let now = clock.now()
        let (services, stations) = try store.read { transaction in
            let flows = try transaction.unfinishedFlows(resourceTypes: types, resourceID: request.resourceID)
            return (try transaction.services(), flows.map(\.station))
        }
        if let id = request.resourceID, stations.count != 1 {
            throw ControlError.badRequest(
                "Invalid input received: \(stations.count) workers found for the resource \(id), where exactly one is needed.",
                correction: stations.isEmpty ? "Nothing of it is left undone." : "Name the resource_type too."
            )
        }
        func isUp(_ service: Service) -> Bool { service.isUp(at: now, downTime: settings.serviceDownTime) }
        var answer = CleanupAnswer(cleaning: [], unavailable: [])
        for service in services where request.matches(service, isUp: isUp(service)) {
            // With a resource named, only the service that has its work is meant.
            if request.resourceID != nil, !stations.contains(service.station.description) { continue }
            let peers = services.filter { $0.binary == service.binary && $0.clusterName != nil && $0.clusterName == service.clusterName }
            if isUp(service) || peers.contains(where: isUp) {
                await flows.hasten(at: service.station)
                answer.cleaning.append(service)
            } else {
                answer.unavailable.append(service)
            }
        }
        return answer
    }

    private static func resourceTypes(_ request: CleanupRequest) throws -> Set<String> {
        guard let type = request.resourceType, !type.isEmpty else { return ["volume", "snapshot"] }
        let name = type.lowercased()
        guard name == "volume" || name == "snapshot" else {
            throw ControlError.badRequest(
                "Invalid input received: Resource type \(type.prefix(40)) is not valid.",
                correction: "Write Volume or Snapshot."
            )
        }
        return [name]
    }
}

extension CleanupRequest {
    fileprivate func matches(_ service: Service, isUp: Bool) -> Bool {
        guard self.isUp == isUp, !service.isFrozen else { return false }
        if let serviceNumber, service.number != serviceNumber { return false }
        if let clusterName, service.clusterName != clusterName { return false }
        if let host, service.host.rawValue != host, !service.host.rawValue.hasPrefix(host + "@") { return false }
        if let binary, service.binary != binary { return false }
        if let isDisabled, service.isDisabled != isDisabled { return false }
        return true
    }
}

extension Service {
    /// Where the flows stand that this service runs.
    fileprivate var station: Station { binary == Self.schedulerBinary ? .scheduler : .backend(host) }
}
