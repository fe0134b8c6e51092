internal import Logging
internal import ScoriaDriver
internal import ScoriaModel
internal import ScoriaSystem

/// Making tgtd hold what is wanted.
///
/// Callers hold the number of the export exclusively.
extension TgtTargetHelper {
    /// What identifies our disks to initiators; the lengths are limited by SCSI.
    private static let vendor = "SCORIA"
    private static let product = "VOLUME"
    private static let revision = "0001"

    /// Every target of the present tgtd.
    func targets() async throws -> TgtTargetList {
        TgtTargetList(TgtListing.targets(try await client.send(TgtRequest(mode: .target, operation: .show))))
    }

    /// Makes the wanted export of this number be there.
    func establish(_ number: Int) async throws {
        guard let wanted = wanted[number] else { return }
        try await converge(wanted, TgtTargetList())
    }

    /// Runs `body` on the target of an export, which is made anew when tgtd has lost it: after a restart that is not healed yet.
    func onTarget(_ wanted: Wanted, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as TgtFailure where failure.isRefusal(.noTarget) {
            try await establish(wanted.export.number)
            try await body()
        }
    }

    /// Makes every wanted export be as it must be, given what tgtd listed.
    ///
    /// One volume that cannot be exported, for good, does not keep the others from being: it is logged and left out.
    func convergeAll(_ present: TgtTargetList) async throws {
        for number in wanted.keys.sorted() {
            do {
                try await exclusively(number) {
                    guard let wanted = wanted[number] else { return }
                    try await explaining("exporting volume \(wanted.export.volume.id)") { try await converge(wanted, present) }
                }
            } catch let error as DriverError where error.disposition == .permanent {
                if let export = wanted[number]?.export { logLeftOut(export, error) }
            }
        }
    }

    /// Says that a volume is not exported though it should be.
    func logLeftOut(_ export: ExportRequest, _ error: any Error) {
        logger.error("a volume cannot be exported", metadata: ["volume_id": "\(export.volume.id)", "error": "\(error)"])
    }

    /// Removes our targets that belong to no wanted export; those of others stay.
    func removeStrays(_ present: TgtTargetList) async throws {
        for stray in present.all where stray.name.hasPrefix(configuration.targetPrefix) {
            try await exclusively(Int(stray.number)) {
                let isOurs = present.targets(numbered: stray.number).allSatisfy { $0.name.hasPrefix(configuration.targetPrefix) }
                guard wanted[Int(stray.number)] == nil, isOurs else { return }
                try await removeTarget(stray.number)
                for user in stray.accounts { try await removeAccount(user) }
                logger.notice("an export that belongs to nothing was removed", metadata: ["target": "\(stray.name)"])
            }
        }
    }

    /// The export as it is wanted, learned from tgtd when it is not known, which is so between a start and ``ensureExports(_:)``.
    func known(_ export: ExportRequest) async throws -> Wanted {
        guard let known = try await present(export), !known.path.isEmpty else {
            throw DriverError(
                .notFound,
                isEnsured ? .permanent : .transient,
                "Volume \(export.volume.id) is not exported by tgtd.",
                correction: isEnsured ? "Create its export first." : "The exports may still be being put in place: try again."
            )
        }
        return known
    }

    /// The export as it is wanted or, when it is not known, as tgtd has it; nil when there is none.
    ///
    /// The number may long belong to another volume, so the name counts, too.
    func present(_ export: ExportRequest) async throws -> Wanted? {
        if isWanted(export) { return wanted[export.number] }
        let listed = try await targets().targets(numbered: Int32(export.number)).first { $0.name == targetName(export) }
        return listed.map { Wanted(export: export, path: $0.unit?.path ?? "", initiators: Set($0.access)) }
    }

    /// Whether this volume is known under this number.
    func isWanted(_ export: ExportRequest) -> Bool {
        wanted[export.number].map { targetName($0.export) == targetName(export) } ?? false
    }

    /// Lets an initiator log in.
    func allow(_ initiator: String, to number: Int32) async throws {
        try await accepting(.accessExists) {
            try await client.send(
                TgtRequest(mode: .target, operation: .bind, target: number, parameters: "initiator-name=\(initiator)")
            )
        }
    }

    /// Refuses an initiator's next login; `access` may also be an address that somebody has let in.
    func refuse(_ access: String, at number: Int32) async throws {
        for key in ["initiator-name", "initiator-address"] {
            try await accepting(.noAccess) {
                try await client.send(TgtRequest(mode: .target, operation: .unbind, target: number, parameters: "\(key)=\(access)"))
            }
        }
    }

    /// Closes the connections of one initiator, or of all, and waits until the commands that came through them are done.
    func closeConnections(to number: Int32, of initiator: String?) async throws {
        var closed: Set<TgtListedConnection> = []
        let request = TgtRequest(mode: .connection, operation: .show, target: number)
        let areGone = try await eventually(withinSeconds: configuration.deadlineSeconds) {
            let open = TgtListing.connections(try await client.send(request)).filter { initiator == nil || $0.initiator == initiator }
            for connection in open where closed.insert(connection).inserted {
                var request = TgtRequest(mode: .connection, operation: .delete, target: number)
                request.session = connection.session
                request.connection = connection.connection
                try await accepting(.noSession, .noConnection) { try await client.send(request) }
            }
            return open.isEmpty
        }
        guard areGone else { throw TgtFailure.refused(request: request.description, .targetActive) }
    }

    /// Removes a target with its sessions; success when there is none.
    ///
    /// Logins are refused and connections closed first, one by one: tgtd ends itself when a forced removal meets a session that it cannot close at once.
    func removeTarget(_ number: Int32) async throws {
        try await accepting(.noTarget) {
            try await setState("offline", of: number)
            try await closeConnections(to: number, of: nil)
            var request = TgtRequest(mode: .target, operation: .delete, target: number)
            request.isForced = true
            try await whenIdle { try await client.send(request) }
        }
    }

    /// Removes an account that no wanted export uses; success when there is none.
    func removeAccount(_ user: String) async throws {
        guard !wanted.values.contains(where: { $0.export.chap?.user == user }) else { return }
        try await accepting(.noUser) {
            try await client.send(TgtRequest(mode: .account, operation: .delete, parameters: "user=\(user)"))
        }
        installedPasswords[user] = nil
    }

    /// Puts a fresh logical unit in the place of the present one, so that initiators see the present size and bytes.
    ///
    /// Initiators with a session are disconnected for the moment and come back by themselves with the commands that had no answer: a
    /// command that met the target without its unit would fail for good, and commands to an offline target get no answer at all.
    func replaceUnit(_ wanted: Wanted) async throws {
        // The id of the copy is looked for only where a migration has left one.
        let volume = wanted.export.volume
        let listed = volume.backendID == volume.id ? [] : try await targets().targets(numbered: wanted.number)
        let serial = serial(of: wanted, beside: listed.first { $0.name == targetName(wanted.export) }?.unit)
        try await setState("offline", of: wanted.number)
        do {
            try await closeConnections(to: wanted.number, of: nil)
            try await accepting(.noLUN) {
                try await whenIdle { try await client.send(unitRequest(.delete, of: wanted)) }
            }
        } catch {
            // The unit is still the old one, and better than none.
            try await setState("ready", of: wanted.number)
            throw error
        }
        FaultPoint.reach("tgt.unit-deleted")
        try await addUnit(wanted, serial: serial)
        try await setState("ready", of: wanted.number)
    }

    private func create(_ wanted: Wanted) async throws {
        let name = targetName(wanted.export)
        try await client.send(
            TgtRequest(mode: .target, operation: .new, target: wanted.number, parameters: "targetname=\(name)")
        )
        FaultPoint.reach("tgt.target-created")
        do {
            try await addUnit(wanted, serial: serial(of: wanted, beside: nil))
            try await bindAccount(wanted)
            // Last, when the account is there: without one, tgtd asks for no password.
            for initiator in wanted.initiators { try await allow(initiator, to: wanted.number) }
        } catch {
            do {
                try await removeTarget(wanted.number)
            } catch let second {
                logger.warning("a half-made export is left", metadata: ["target": "\(name)", "error": "\(second)"])
            }
            throw error
        }
    }

    /// Makes one export be as it must be; `present` may be out of date, and is taken anew when it proves to be.
    private func converge(_ wanted: Wanted, _ present: TgtTargetList) async throws {
        do {
            try await settle(wanted, present)
        } catch let failure as TgtFailure where failure.isRefusal(.targetExists) || failure.isRefusal(.noTarget) {
            try await settle(wanted, try await targets())
        }
    }

    private func settle(_ wanted: Wanted, _ present: TgtTargetList) async throws {
        let name = targetName(wanted.export)
        for misplaced in present.targets(named: name) where misplaced.number != wanted.number {
            try await removeTarget(misplaced.number)
        }
        let occupants = present.targets(numbered: wanted.number)
        if let right = occupants.first(where: { $0.name == name }) { return try await mend(right, wanted) }
        if let wrong = occupants.first {
            guard wrong.name.hasPrefix(configuration.targetPrefix) else {
                throw DriverError(
                    .busy,
                    .permanent,
                    "Volume \(wanted.export.volume.id) cannot be exported under number \(wanted.number): tgtd has a target of "
                        + "somebody else there, \(wrong.name).",
                    correction: "Remove that target with tgtadm, or give Scoria a tgtd of its own."
                )
            }
            try await removeTarget(wrong.number)
        }
        try await create(wanted)
    }

    /// Changes what is wrong about a target of the right name and number, and touches nothing that is right.
    private func mend(_ target: TgtListedTarget, _ wanted: Wanted) async throws {
        if !target.isReady || target.unit != unit(of: wanted, beside: target.unit) { try await replaceUnit(wanted) }
        let user = wanted.export.chap?.user
        var access = Set(target.access)
        let hasOtherPassword = user.flatMap { installedPasswords[$0] }.map { $0 != wanted.export.chap?.password } ?? false
        if target.accounts != [user].compactMap({ $0 }) || hasOtherPassword {
            // Nobody may log in meanwhile: without an account, tgtd asks for no password.
            for name in access { try await refuse(name, at: target.number) }
            access = []
            // From the last: tgtd 1.0.85 crashes on listing a target whose first account of two was taken away.
            for account in target.accounts.reversed() {
                try await accepting(.noUser) {
                    try await client.send(
                        TgtRequest(mode: .account, operation: .unbind, target: target.number, parameters: "user=\(account)")
                    )
                }
                try await removeAccount(account)
            }
            try await bindAccount(wanted)
        } else if let chap = wanted.export.chap {
            installedPasswords[chap.user] = chap.password
        }
        for initiator in wanted.initiators.subtracting(access) { try await allow(initiator, to: target.number) }
        for stranger in Set(target.access).subtracting(wanted.initiators) {
            try await refuse(stranger, at: target.number)
            try await closeConnections(to: target.number, of: stranger)
        }
    }

    /// Gives the target its account.
    private func bindAccount(_ wanted: Wanted) async throws {
        guard let chap = wanted.export.chap else { return }
        if installedPasswords[chap.user] != chap.password { try await installAccount(chap, for: wanted) }
        try await accepting(.userExists) {
            try await client.send(
                TgtRequest(mode: .account, operation: .bind, target: wanted.number, parameters: "user=\(chap.user)")
            )
        }
    }

    private func installAccount(_ chap: CHAPCredentials, for wanted: Wanted) async throws {
        let request = TgtRequest(
            mode: .account,
            operation: .new,
            parameters: "user=\(chap.user),password=\(chap.password.reveal())"
        )
        do {
            try await client.send(request)
        } catch let failure as TgtFailure where failure.isRefusal(.userExists) {
            let others = self.wanted.values.filter { $0.number != wanted.number && $0.export.chap?.user == chap.user }
            guard others.allSatisfy({ $0.export.chap == chap }) else {
                throw DriverError(
                    .invalidConfiguration,
                    .permanent,
                    "Two volumes have the CHAP user \(chap.user) with different passwords; tgtd can hold only one."
                )
            }
            // Left by an earlier export of that user, perhaps with another password.
            if others.isEmpty {
                try await client.send(TgtRequest(mode: .account, operation: .delete, parameters: "user=\(chap.user)"))
                try await client.send(request)
            }
        }
        installedPasswords[chap.user] = chap.password
    }

    /// The number by which initiators know the disk: the volume's id, also after a migration.
    ///
    /// Earlier versions took the id of the migration's copy. A unit that shows it keeps it, since initiators may hold the disk and join
    /// its paths by this number; the export that is made for the next attachment shows the volume's.
    private func serial(of wanted: Wanted, beside present: TgtListedUnit?) -> String {
        let volume = wanted.export.volume
        return (present?.serial == volume.backendID.rawValue ? volume.backendID : volume.id).rawValue
    }

    /// Adds the volume to its target, with the identity that it keeps as long as it is exported.
    private func addUnit(_ wanted: Wanted, serial: String) async throws {
        do {
            try await accepting(.lunExists) {
                try await client.send(unitRequest(.new, of: wanted, parameters: "path=\(wanted.path),bstype=rdwr"))
            }
        } catch let failure as TgtFailure where failure.isRefusal(.invalidRequest) {
            throw DriverError(
                .backend,
                .permanent,
                "tgtd cannot open \(wanted.path) to export volume \(wanted.export.volume.id).",
                correction: "Check that it exists and that tgtd's user may read and write it."
            )
        }
        let identity =
            "vendor_id=\(Self.vendor),product_id=\(Self.product),product_rev=\(Self.revision),scsi_sn=\(serial),scsi_id=\(serial)"
        try await client.send(unitRequest(.update, of: wanted, parameters: "\(identity),thin_provisioning=1"))
    }

    private func unitRequest(_ operation: TgtRequest.Operation, of wanted: Wanted, parameters: String = "") -> TgtRequest {
        TgtRequest(
            mode: .logicalUnit,
            operation: operation,
            target: wanted.number,
            unit: TgtListing.volumeUnit,
            parameters: parameters
        )
    }

    /// How tgtd lists the unit of an export that is right.
    private func unit(of wanted: Wanted, beside present: TgtListedUnit?) -> TgtListedUnit {
        TgtListedUnit(
            serial: serial(of: wanted, beside: present),
            path: wanted.path,
            backingStore: "rdwr",
            isThin: true,
            isOnline: true
        )
    }

    private func setState(_ state: String, of number: Int32) async throws {
        try await client.send(TgtRequest(mode: .target, operation: .update, target: number, parameters: "state=\(state)"))
    }

    /// Repeats a request that tgtd refuses while commands are under way.
    private func whenIdle(_ body: () async throws -> Void) async throws {
        var lastRefusal: (any Error)?
        let isDone = try await eventually(withinSeconds: configuration.deadlineSeconds) {
            do {
                try await body()
                return true
            } catch let failure as TgtFailure where failure.isRefusal(.lunActive) {
                lastRefusal = failure
                return false
            }
        }
        if !isDone, let lastRefusal { throw lastRefusal }
    }
}
