internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// Attachments (from 3.27).
extension Handlers {
    func listAttachments(_ call: Call) throws -> Reply { try list(.summary, call) }

    func listAttachmentsDetail(_ call: Call) throws -> Reply { try list(.detail, call) }

    func showAttachment(_ call: Call) throws -> Reply {
        attachment(try control.attachment(call.attachmentID, by: call.caller), call)
    }

    func createAttachment(_ call: Call) async throws -> Reply {
        let body = call.body["attachment"] ?? .null
        let connector = try body.connector().flatMap { $0.fields.isEmpty ? nil : $0 }
        let creation = AttachmentCreation(
            volumeID: VolumeID(canonical: body["volume_uuid"]?.string ?? ""),
            instanceID: body["instance_uuid"]?.string,
            connector: connector,
            mode: call.version >= Microversion(54) ? body["mode"]?.string.flatMap(AttachMode.init(rawValue:)) : nil
        )
        return attachment(try await control.createAttachment(creation, by: call.caller), call)
    }

    func updateAttachment(_ call: Call) async throws -> Reply {
        guard let connector = try call.body["attachment"]?.connector() else {
            throw Fault(.badRequest, "Invalid input received: a connector is required to update an attachment.")
        }
        return attachment(try await control.updateAttachment(call.attachmentID, connector: connector, by: call.caller), call)
    }

    func completeAttachment(_ call: Call) async throws -> Reply {
        try await control.completeAttachment(call.attachmentID, by: call.caller)
        return .empty(call.route.success)
    }

    func deleteAttachment(_ call: Call) async throws -> Reply {
        let rest = try await control.deleteAttachment(call.attachmentID, by: call.caller)
        var writer = JSONWriter()
        AttachmentView().write(rest, .summary, to: &writer)
        return .json(call.route.success, writer.bytes)
    }

    /// The answer that shows one attachment.
    func attachment(_ attachment: Attachment, _ call: Call) -> Reply {
        var writer = JSONWriter(capacity: 2048)
        AttachmentView().write(attachment, to: &writer)
        return .json(call.route.success, writer.bytes)
    }

    private func list(_ shape: AttachmentView.Shape, _ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .attachment, for: listContext(call))
        var page: [Attachment] = []
        _ = try read(request, .attachments, call, rows: { page = try $0.listAttachments($1) })
        var writer = JSONWriter(capacity: 512 * page.count + 64)
        AttachmentView().write(page, shape, to: &writer)
        return .json(call.route.success, writer.bytes)
    }
}

extension Call {
    /// The attachment that the path names.
    fileprivate var attachmentID: AttachmentID { AttachmentID(rawValue: id) }
}
