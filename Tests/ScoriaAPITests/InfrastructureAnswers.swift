import ScoriaModel
import Testing

@testable import ScoriaAPI

extension ViewTests {
    /// What hangs on types, and what operators see of hosts, clusters and backends.
    static let infrastructureAnswers = [
        Answer("qos_specs", "list") { _, context in
            QoSSpecsView.page([ViewSamples.qosSpecs], try ListRequest(query: "", of: .qosSpecs, for: Self.lists(context)), context)
        },
        Answer("qos_specs", "show") { _, context in written { QoSSpecsView(context).write(ViewSamples.qosSpecs, to: &$0) } },
        Answer("qos_specs", "associations") { _, _ in written { QoSSpecsView.write(associations: [], to: &$0) } },
        Answer("type_encryption", "list") { _, _ in
            JSONValue.object(TypeEncryptionView.members(of: ViewSamples.encryption)).serialized()
        },
        Answer("host", "list") { _, _ in written { HostViews.write([(ViewSamples.service, true)], to: &$0) } },
        Answer("host", "show") { _, _ in written { HostViews.write([], of: "h@b", to: &$0) } },
        Answer("cluster", "summary (list)") { _, context in
            written { ClusterView.write([ViewSamples.cluster], .summary, in: context.version, to: &$0) }
        },
        Answer("cluster", "detail (list)") { _, context in
            written { ClusterView.write([ViewSamples.cluster], .detail, in: context.version, to: &$0) }
        },
        Answer("cluster", "show") { _, context in written { ViewSamples.cluster.write(.detail, in: context.version, to: &$0) } },
        Answer("cluster", "disable response") { _, context in
            written { ViewSamples.cluster.write(.summary, showsReason: true, in: context.version, to: &$0) }
        },
        Answer("capabilities", "show") { _, _ in written { ViewSamples.capabilities.write(to: &$0) } },
    ]

    private static func lists(_ context: ViewContext) -> ListContext {
        ListContext(version: context.version, isAdmin: context.isAdmin)
    }
}

extension ViewSamples {
    fileprivate static var qosSpecs: QoSSpecs {
        QoSSpecs(id: id(20), name: "fast", consumer: .both, specs: ["read_iops_sec": "100"], createdAt: start)
    }

    fileprivate static var encryption: TypeEncryption {
        TypeEncryption(id: id(21), volumeTypeID: id(7), provider: "luks", controlLocation: .frontEnd, createdAt: start)
    }

    fileprivate static var cluster: ClusterView {
        let cluster = Cluster(name: "c@b", binary: Service.volumeBinary, createdAt: start)
        return ClusterView(cluster, isUp: true, hosts: 1, hostsDown: 0, lastHeartbeat: nil)
    }

    fileprivate static var capabilities: CapabilityView {
        CapabilityView(
            host: "h@b",
            vendorName: "v",
            backendName: "b",
            driverVersion: "1",
            storageProtocol: "iSCSI",
            properties: [:]
        )
    }
}
