import ScoriaModel
import ScoriaStore

/// Keeps users from taking a volume away from a server behind the compute service's back (CVE-2023-2088).
///
/// The host would keep a device whose number the next volume may get. So only a service that says so with a token of its own, as the
/// compute service does while it detaches, may remove what a server is connected to. There is no way around it for administrators,
/// as in the field (`statuses.md` 6).
extension Control {
    /// Refuses the removal of an attachment that a server is connected to.
    ///
    /// `id` is the attachment that the request names; without one the request means the only one.
    func checkRemoval(of id: AttachmentID?, of volumeID: VolumeID, by caller: Caller, in transaction: WriteTransaction) throws {
        guard settings.guardsComputeAttachments, caller.identity.serviceRoles.isDisjoint(with: settings.serviceTokenRoles) else { return }
        let present = try transaction.attachments(of: volumeID)
        let attachment: Attachment
        if let id {
            guard let named = present.first(where: { $0.id == id }) else {
                if try transaction.attachment(id, in: caller.scope) != nil {
                    throw ControlError.badRequest("Invalid volume: the attachment \(id) is not one of volume \(volumeID).")
                }
                throw ControlError(.conflict, "The attachment \(id) of volume \(volumeID) could not be found.")
            }
            attachment = named
        } else {
            guard present.count <= 1 else {
                throw ControlError(
                    .conflict,
                    "The volume \(volumeID) has \(present.count) attachments, and the request names none.",
                    correction: "Name one of: \(present.map(\.id.rawValue).joined(separator: ", "))."
                )
            }
            guard let only = present.first else { return }
            attachment = only
        }
        guard let instance = attachment.instanceID, attachment.connectionInfo != nil else { return }
        throw ControlError(
            .conflict,
            "Detach volume from instance \(instance) using the Compute API.",
            correction: "The server is connected to the volume, and only the compute service can let go of it safely."
        )
    }
}
