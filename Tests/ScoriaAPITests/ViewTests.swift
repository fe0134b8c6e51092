import ScoriaModel
import ScoriaStore
import Testing

@testable import ScoriaAPI

/// Each answer has exactly the fields of the table, in every version, for administrators and for members.
@Suite("Answers have the field's fields")
struct ViewTests {
    /// One answer of the table: how it is called there, and how it is made.
    struct Answer: Sendable, CustomTestStringConvertible {
        let resource: String
        let view: String
        let make: @Sendable (SampleStore, ViewContext) throws -> [UInt8]

        init(_ resource: String, _ view: String, _ make: @escaping @Sendable (SampleStore, ViewContext) throws -> [UInt8]) {
            self.resource = resource
            self.view = view
            self.make = make
        }

        var testDescription: String { "\(resource) \(view)" }
    }

    static let answers: [Answer] =
        [
            Answer("volume", "summary (list)") { try $0.volumes(.summary, "", $1) },
            Answer("volume", "detail (list)") { try $0.volumes(.detail, "", $1) },
            Answer("volume", "show") { try $0.volume(.detail, $1) },
            Answer("volume", "update response") { try $0.volume(.reply, $1) },
            Answer("volume", "summary endpoint") { _, context in
                written {
                    VolumeView.writeSummary(count: 1, totalSize: GibiByteCount(3), metadata: ["k": ["v"]], in: context.version, to: &$0)
                }
            },
            Answer("snapshot", "summary (list)") { try $0.snapshots(.summary, $1) },
            Answer("snapshot", "detail (list)") { try $0.snapshots(.detail, $1) },
            Answer("snapshot", "show") { try $0.snapshot(.detail, $1) },
            Answer("snapshot", "create response") { try $0.snapshot(.reply, $1) },
            Answer("snapshot", "update response") { try $0.snapshot(.reply, $1) },
            Answer("attachment", "summary (list)") { _, _ in
                written { AttachmentView().write([ViewSamples.attachment], .summary, to: &$0) }
            },
            Answer("attachment", "detail (list)") { _, _ in
                written { AttachmentView().write([ViewSamples.attachment], .detail, to: &$0) }
            },
            Answer("attachment", "show") { _, _ in written { AttachmentView().write(ViewSamples.attachment, to: &$0) } },
            Answer("attachment", "create response") { _, _ in written { AttachmentView().write(ViewSamples.attachment, to: &$0) } },
        ] + typeAnswers + administrationAnswers + transferAnswers + defaultTypeAnswers + manageableAnswers + infrastructureAnswers

    static let typeAnswers = [
        Answer("volume_type", "list") { _, context in
            VolumeTypeView.page([ViewSamples.type], try request(.volumeType, context), context)
        },
        Answer("volume_type", "show") { _, context in written { VolumeTypeView(context).write(ViewSamples.type, to: &$0) } },
        Answer("extra_specs", "list") { _, context in
            written { VolumeTypeView.write(specs: VolumeTypeView(context).visibleSpecs(of: ViewSamples.type), to: &$0) }
        },
        Answer("volume_type_access", "list") { _, _ in
            written { VolumeTypeView.write(projects: [ViewSamples.project], of: ViewSamples.type.id, to: &$0) }
        },
        Answer("message", "list") { _, context in MessageView.page([ViewSamples.message], try request(.message, context), context) },
        Answer("message", "show") { _, context in written { MessageView(context).write(ViewSamples.message, to: &$0) } },
    ]

    static let administrationAnswers = [
        Answer("service", "list") { _, context in
            written { ServiceView.write([ServiceView(ViewSamples.service, isUp: true, backendState: "up")], in: context.version, to: &$0) }
        },
        Answer("service", "disable-log-reason response") { _, _ in
            written { ServiceView.writeChange(of: ViewSamples.service, reason: "repair", to: &$0) }
        },
        Answer("service", "enable response") { _, _ in
            written { ServiceView.writeChange(of: ViewSamples.service, reason: nil, to: &$0) }
        },
        Answer("quota_set", "show") { _, _ in written { QuotaViews.write(.project, id: "0a", ViewSamples.quotas, to: &$0) } },
        Answer("quota_set", "show usage=True") { _, _ in
            written { QuotaViews.write(.project, id: "0a", ViewSamples.quotas, withUsage: true, to: &$0) }
        },
        Answer("quota_class_set", "show") { _, _ in
            written { QuotaViews.write(.quotaClass, id: "default", ViewSamples.quotas, to: &$0) }
        },
        Answer("limits", "show") { _, _ in
            written { QuotaViews.writeLimits(ViewSamples.limitNames.map { ($0, 1) }, to: &$0) }
        },
        Answer("pool", "summary (list)") { _, _ in
            written { InformationViews.writePools([("h@b#p", ["total_capacity_gb": 1])], withDetail: false, to: &$0) }
        },
        Answer("pool", "detail (list)") { _, _ in
            written { InformationViews.writePools([("h@b#p", ["total_capacity_gb": 1])], withDetail: true, to: &$0) }
        },
        Answer("availability_zone", "list") { _, _ in written { InformationViews.writeZones([("nova", true)], to: &$0) } },
        Answer("extension", "list") { _, _ in written { APIExtension.writeAll(to: &$0) } },
        Answer("extension", "show") { _, _ in written { APIExtension.named("os-volume-actions")?.write(to: &$0) } },
        Answer("resource_filter", "list") { _, _ in written { InformationViews.write(.standard, of: nil, to: &$0) } },
    ]

    static let manageableAnswers = [(ManageableView.Kind.volumes, "manageable_volume"), (.snapshots, "manageable_snapshot")].flatMap {
        kind,
        resource in
        [(false, "summary (list)"), (true, "detail (list)")].map { withDetail, view in
            Answer(resource, view) { _, _ in
                written { ManageableView.write(kind, [ViewSamples.manageable], withDetail: withDetail, to: &$0) }
            }
        }
    }

    static let defaultTypeAnswers = [
        Answer("default_type", "list") { _, _ in
            written { DefaultTypeView.write([DefaultType(projectID: ViewSamples.project, volumeTypeID: ViewSamples.type.id)], to: &$0) }
        }
    ]

    static let transferAnswers =
        ["transfer (volume-transfers)", "transfer (os-volume-transfer)"].flatMap { resource in
            [
                Answer(resource, "summary (list)") { _, context in try transfers(.summary, context) },
                Answer(resource, "detail (list)") { _, context in try transfers(.detail, context) },
                Answer(resource, "show") { _, context in
                    written { TransferView(context).write(ViewSamples.transfer, .detail, to: &$0) }
                },
            ]
        }

    private static func transfers(_ shape: TransferView.Shape, _ context: ViewContext) throws -> [UInt8] {
        TransferView.page([ViewSamples.transfer], shape, path: "volume-transfers", try request(.transfer, context), context)
    }

    @Test("the auth key is shown in the answer to the creation")
    func transferKey() throws {
        let context = ViewSamples.context(71, isAdmin: false)
        let bytes = written { TransferView(context).write(ViewSamples.transfer, .detail, key: Secret("shown"), to: &$0) }
        #expect(try JSONValue(parsing: bytes)["transfer"]?["auth_key"] == "shown")
    }

    @Test("in every version", arguments: answers)
    func fields(answer: Answer) async throws {
        let sample = try await SampleStore()
        let fields = ExpectedField.all.filter { $0.resource == answer.resource && $0.view == answer.view }
        #expect(!fields.isEmpty)
        let first = fields.map(\.since).min() ?? 0
        for minor in first...Microversion.maximum.minor {
            for isAdmin in [true, false] {
                let expected = fields.filter { $0.isShown(in: minor, isAdmin: isAdmin) }.map(\.field)
                guard !expected.isEmpty else { continue }
                let body = try JSONValue(parsing: answer.make(sample, ViewSamples.context(minor, isAdmin: isAdmin)))
                #expect(FieldPaths.of(body).symmetricDifference(expected).sorted() == [], "3.\(minor) admin \(isAdmin)")
            }
        }
        await sample.store.close()
    }

    @Test("the reply to create has the fields of the table but for what a new volume has not")
    func createReply() async throws {
        let sample = try await SampleStore()
        for minor in UInt8(0)...71 {
            let fields = ExpectedField.all.filter {
                $0.resource == "volume" && $0.view == "create response" && $0.isShown(in: minor, isAdmin: true)
            }
            let body = try JSONValue(parsing: sample.volume(.reply, ViewSamples.context(minor, isAdmin: true)))
            let paths = FieldPaths.of(body).filter { !$0.contains("attachments[].") }
            #expect(paths.symmetricDifference(fields.map(\.field)).sorted() == [], "3.\(minor)")
        }
        await sample.store.close()
    }
}

/// What the views say, beyond which fields there are.
@Suite("Answers say what the field says")
struct ViewValueTests {
    @Test("a volume in full")
    func volume() async throws {
        let sample = try await SampleStore()
        let body = try JSONValue(parsing: sample.volume(.detail, ViewSamples.context(71, isAdmin: true)))
        let volume = try #require(body["volume"])
        #expect(volume["name"] == "a \"name\"")
        #expect(volume["size"] == 3)
        #expect(volume["bootable"] == "false")
        #expect(volume["volume_type"] == "gold")
        #expect(volume["created_at"] == .string(ViewSamples.start.rawValue))
        #expect(volume["metadata"] == ["k": "v", "readonly": "False", "attached_mode": "rw"])
        #expect(volume["volume_image_metadata"] == ["os": "linux"])
        #expect(volume["os-vol-host-attr:host"] == "h@b#p")
        #expect(volume["shared_targets"] == .null)
        let id = ViewSamples.volume.id.rawValue
        #expect(
            volume["links"] == [
                ["rel": "self", "href": .string("http://host:8776/v3/0a1b/volumes/\(id)")],
                ["rel": "bookmark", "href": .string("http://host:8776/0a1b/volumes/\(id)")],
            ]
        )
        let attachment = try #require(volume["attachments"]?.array?.first)
        #expect(attachment["id"] == .string(id) && attachment["host_name"] == "compute1" && attachment["device"] == "/dev/vdb")
        await sample.store.close()
    }

    @Test("what depends on version and caller")
    func differences() async throws {
        let sample = try await SampleStore()
        func volume(_ minor: UInt8, isAdmin: Bool) throws -> JSONValue? {
            try JSONValue(parsing: sample.volume(.detail, ViewSamples.context(minor, isAdmin: isAdmin)))["volume"]
        }
        #expect(try volume(48, isAdmin: false)?["shared_targets"] == true)
        #expect(try volume(69, isAdmin: false)?["shared_targets"] == .null)
        #expect(try volume(71, isAdmin: false)?["attachments"]?.array?.first?["host_name"] == .null)
        await sample.store.close()
    }

    @Test(
        "statuses of adoption are masked",
        arguments: [
            ("managing", "creating"), ("error_managing", "error"), ("error_managing_deleting", "deleting"), ("maintenance", "maintenance"),
            ("extending", "extending"),
        ]
    )
    func masks(stored: String, shown: String) async throws {
        let sample = try await SampleStore()
        let status = try #require(VolumeStatus(rawValue: stored))
        try await sample.store.write { _ = try $0.move(ViewSamples.volume.id, from: nil, to: status, at: ViewSamples.start) }
        let body = try JSONValue(parsing: sample.volume(.detail, ViewSamples.context(71, isAdmin: true)))
        #expect(body["volume"]?["status"] == .string(shown))
        await sample.store.close()
    }

    @Test("a type that is gone is shown by its id before 3.63 and as null since")
    func lostType() async throws {
        let sample = try await SampleStore()
        var volume = ViewSamples.volume
        volume.volumeTypeID = ViewSamples.id(99)
        try await sample.store.write { [volume] in _ = try $0.update(volume) }
        func type(_ minor: UInt8) throws -> JSONValue? {
            try JSONValue(parsing: sample.volume(.detail, ViewSamples.context(minor, isAdmin: true)))["volume"]?["volume_type"]
        }
        #expect(try type(62) == .string(ViewSamples.id(99, of: VolumeType.self).rawValue))
        #expect(try type(63) == .null)
        await sample.store.close()
    }

    @Test("the next link keeps the query, and comes with a full page or a count")
    func nextLink() async throws {
        let sample = try await SampleStore()
        let context = ViewSamples.context(71, isAdmin: true)
        let full = try JSONValue(parsing: sample.volumes(.detail, "limit=1&sort=name%3Aasc&name=a+b", context))
        let id = ViewSamples.volume.id.rawValue
        #expect(
            full["volumes_links"] == [
                ["rel": "next", "href": .string("http://host:8776/v3/0a1b/volumes/detail?limit=1&sort=name%3Aasc&name=a+b&marker=\(id)")]
            ]
        )
        #expect(try JSONValue(parsing: sample.volumes(.summary, "limit=2", context))["volumes_links"] == nil)
        let counted = try JSONValue(parsing: sample.volumes(.summary, "limit=2&with_count=1&marker=x", context, total: 5))
        #expect(counted["count"] == 5)
        #expect(
            counted["volumes_links"]?.array?.first?["href"] == .string("http://host:8776/v3/0a1b/volumes?limit=2&with_count=1&marker=\(id)")
        )
        await sample.store.close()
    }

    @Test("an attachment's connection info is on one level, and empty while there is none")
    func connectionInfo() throws {
        var attachment = ViewSamples.attachment
        func info() throws -> JSONValue? {
            try JSONValue(parsing: written { AttachmentView().write(attachment, to: &$0) })["attachment"]?["connection_info"]
        }
        #expect(
            try info() == [
                "driver_volume_type": "iscsi", "target_lun": 1, "auth_password": "secret", "enforce_multipath": true,
                "attachment_id": .string(attachment.id.rawValue),
            ]
        )
        attachment.connectionInfo = nil
        attachment.attachedAt = nil
        #expect(try info() == [:])
        let shown = try JSONValue(parsing: written { AttachmentView().write(attachment, to: &$0) })["attachment"]
        #expect(shown?["attached_at"] == "" && shown?["detached_at"] == "")
    }

    @Test("users see few extra specs, and what is not served is not offered")
    func visibility() throws {
        let member = VolumeTypeView(ViewSamples.context(71, isAdmin: false))
        #expect(member.visibleSpecs(of: ViewSamples.type) == ["multiattach": "<is> True"])
        #expect(APIExtension.named("backups") == nil)
        #expect(APIExtension.named("os-volume-actions") != nil)
    }

    @Test("only services that run backends show what concerns backends")
    func schedulerService() throws {
        var scheduler = ViewSamples.service
        scheduler.binary = Service.schedulerBinary
        let view = ServiceView(scheduler, isUp: false, backendState: nil)
        let body = try JSONValue(parsing: written { ServiceView.write([view], in: .maximum, to: &$0) })
        let keys = body["services"]?.array?.first?.object?.keys.sorted()
        #expect(keys == ["binary", "cluster", "disabled_reason", "host", "state", "status", "updated_at", "zone"])
    }

    @Test("an operation with its progress and its failure")
    func operation() throws {
        var operation = OperationSummary(
            id: "op",
            action: "create_volume",
            resourceType: "volume",
            resourceID: "v",
            projectID: ViewSamples.project,
            status: "running",
            startedAt: ViewSamples.start,
            requestID: RequestID(rawValue: "req-1")
        )
        let running = try JSONValue(parsing: written { [operation] in OperationView.write(operation, to: &$0) })["operation"]
        #expect(running?["progress"] == .null && running?["error"] == .null && running?["finished_at"] == .null)
        operation.progress = .init(done: 1, total: 4, unit: "bytes")
        operation.failure = .init(message: "m", cause: "c", correction: "do")
        let failed = try JSONValue(parsing: written { [operation] in OperationView.write([operation], nextPage: "http://n", to: &$0) })
        #expect(failed["operations"]?.array?.first?["progress"] == ["done": 1, "total": 4, "unit": "bytes"])
        #expect(failed["operations"]?.array?.first?["error"] == ["message": "m", "cause": "c", "correction": "do"])
        #expect(failed["operations_links"] == [["rel": "next", "href": "http://n"]])
    }
}

/// The text that a view writes.
func written(_ body: (inout JSONWriter) throws -> Void) rethrows -> [UInt8] {
    var writer = JSONWriter()
    try body(&writer)
    return writer.bytes
}

private func request(_ resource: ListedResource, _ context: ViewContext) throws -> ListRequest {
    try ListRequest(query: "", of: resource, for: ListContext(version: context.version, isAdmin: context.isAdmin))
}

/// One row of the table of answers.
struct ExpectedField {
    let resource: String
    let view: String
    let field: String
    let since: UInt8
    let until: UInt8
    let who: String

    static let all: [ExpectedField] = ResponseFields.table.split(separator: "\n").compactMap { line in
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard columns.count == 6, let since = UInt8(columns[3]), let until = UInt8(columns[4]) else { return nil }
        return ExpectedField(resource: columns[0], view: columns[1], field: columns[2], since: since, until: until, who: columns[5])
    }

    /// The table does not split the replies to changes by role, but they are made as the others are.
    private static let adminFields: Set<String> = ["volume.migration_status", "volume.provider_id", "volume.cluster_name"]

    func isShown(in minor: UInt8, isAdmin: Bool) -> Bool {
        // Nothing here is encrypted, and the key is absent then; the count comes only when it is asked for.
        guard since <= minor, minor <= until, !field.hasSuffix("encryption_key_id"), field != "count" else { return false }
        return isAdmin || (who != "admin" && !(who == "caller" && Self.adminFields.contains(field)))
    }
}

/// The paths of a body's fields, in the spelling of the table; maps of the caller's own keys are not looked into.
enum FieldPaths {
    private static let opaque: Set<String> = [
        "metadata", "reference", "source_reference", "extra_specs", "capabilities", "connection_info", "volume_image_metadata", "links",
        "properties",
    ]

    static func of(_ body: JSONValue) -> Set<String> {
        var paths: Set<String> = []
        collect(body, "", &paths)
        return paths
    }

    private static func collect(_ value: JSONValue, _ prefix: String, _ paths: inout Set<String>) {
        switch value {
        case .object(let members):
            for (name, member) in members {
                let path = prefix.isEmpty ? name : "\(prefix).\(name)"
                paths.insert(path)
                if !opaque.contains(name) || prefix.isEmpty && name != "extra_specs" && name != "links" { collect(member, path, &paths) }
            }
        case .array(let elements):
            for element in elements { collect(element, prefix + "[]", &paths) }
        default: return
        }
    }
}
