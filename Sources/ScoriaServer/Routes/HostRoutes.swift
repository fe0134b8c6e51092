internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Hosts, what is unfinished on them, and what their backends can do.
extension Handlers {
    func listHosts(_ call: Call) throws -> Reply {
        let zone = try QueryString(call.rawQuery)["zone"] ?? ""
        let services = try control.services().filter { zone.isEmpty || $0.service.availabilityZone == zone }
        return call.reply(capacity: 2048) { HostViews.write(services.map { ($0.service, $0.isUp) }, to: &$0) }
    }

    func showHost(_ call: Call) throws -> Reply {
        let usages = try control.usage(ofHost: call.id).map { usage in
            HostViews.Usage(
                project: usage.project.rawValue,
                volumes: usage.volumes,
                volumeGigabytes: usage.volumeGigabytes,
                snapshots: usage.snapshots,
                snapshotGigabytes: usage.snapshotGigabytes
            )
        }
        return call.reply(capacity: 1024) { HostViews.write(usages, of: call.id, to: &$0) }
    }

    func updateHost(_ call: Call) async throws -> Reply {
        let settings = call.body.object ?? [:]
        if let odd = settings.keys.sorted().first(where: { $0 != "status" }) {
            throw Fault(.badRequest, "Invalid update setting: '\(odd.prefix(64))'.", correction: "Send status alone: enable or disable.")
        }
        guard let status = settings["status"]?.string else {
            _ = try control.usage(ofHost: call.id)
            return .json(call.route.success, JSONValue.object([:]).serialized())
        }
        let isDisabled = status.lowercased() == "disable"
        try await control.setHost(call.id, disabled: isDisabled, by: call.caller)
        let answer: JSONValue = ["host": .string(call.id), "status": isDisabled ? "disabled" : "enabled"]
        return .json(call.route.success, answer.serialized())
    }

    func cleanUpWorkers(_ call: Call) async throws -> Reply {
        let body = call.body
        var request = CleanupRequest()
        request.serviceNumber = body.number("service_id").map { Int($0) }
        request.clusterName = body["cluster_name"]?.string
        request.host = body["host"]?.string
        request.binary = body["binary"]?.string
        request.isUp = body.flag("is_up") ?? false
        request.isDisabled = body.flag("disabled")
        request.resourceType = body["resource_type"]?.string
        request.resourceID = body["resource_id"]?.string.map { VolumeID(canonical: $0).rawValue }
        let answer = try await control.cleanUp(request, by: call.caller)
        return call.reply { CleanupView.write(cleaning: answer.cleaning, unavailable: answer.unavailable, to: &$0) }
    }

    func showCapabilities(_ call: Call) async throws -> Reply {
        let report = try await control.capabilities(ofHost: call.id)
        let view = CapabilityView(
            host: report.host.rawValue,
            vendorName: report.vendorName,
            backendName: report.backendName,
            driverVersion: report.driverVersion,
            storageProtocol: report.storageProtocol,
            properties: report.properties
        )
        return call.reply(capacity: 2048) { view.write(to: &$0) }
    }
}
