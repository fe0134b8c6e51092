import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaFlowTesting
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

/// A PUT with another connector lets another initiator in; the former one stays until the attachment is deleted, and no longer.
@Suite("An attachment that is connected for another initiator")
struct ReplacedConnectorTests {
    /// A volume for several servers, with an attachment that was connected for `names` one after the other, and another one for `bystander`.
    private struct Scene {
        let world: ControlWorld
        let volume: Volume
        let attachment: AttachmentID
        let bystander: AttachmentID

        init(
            _ names: [String] = ["one", "two"],
            wrap: (_ number: Int, MemoryDriver) -> any VolumeDriver = { _, driver in driver }
        ) async throws {
            let world = try await ControlWorld(wrap: wrap)
            let volume = try await world.existingVolume()
            try await world.store.write { transaction in
                guard var row = try transaction.volume(volume.id) else { return }
                row.isMultiattach = true
                try transaction.update(row)
            }
            (attachment, bystander) = try await world.live { control in
                let first = try await control.createAttachment(AttachmentCreation(volumeID: volume.id), by: world.caller())
                for name in names { _ = try await control.updateAttachment(first.id, connector: .named(name), by: world.caller()) }
                try await control.completeAttachment(first.id, by: world.caller())
                let other = try await control.createAttachment(
                    AttachmentCreation(volumeID: volume.id, connector: .named("bystander")),
                    by: world.caller()
                )
                return (first.id, other.id)
            }
            (self.world, self.volume) = (world, volume)
        }

        /// The names that the target lets in.
        var letIn: Set<String> { world.letIn(to: volume.id) }
    }

    @Test("shuts the former one out when it is deleted, whatever breaks on the way, and nobody else")
    func deletion() async throws {
        let report = try await FlowHarness(undoes: false) {
            let scene = try await Scene(["one", "two", "three", "two"])
            return scene.world.harnessed { control in
                try await control.startDeletion(scene.attachment, by: scene.world.caller())
                return scene.attachment.rawValue
            } success: {
                scene.letIn == ["bystander"] ? [] : ["let in: \(scene.letIn)"]
            } failure: {
                let row = try scene.world.store.read { try $0.attachment(scene.attachment) }
                return row?.status == .errorDetaching ? [] : ["\(String(describing: row?.status))"]
            } resting: {
                []  // what a failed detachment left on the backend is what error_detaching says
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("leaves the former one in until then, also over a restart: the rule of CVE-2023-2088 has no way around it")
    func restart() async throws {
        let scene = try await Scene()
        #expect(scene.letIn == ["one", "two", "bystander"])
        let keeper = BackendKeeper(
            backends: scene.world.backends,
            store: scene.world.store,
            settings: BackendKeeper.Settings(),
            clock: .system,
            ids: .system,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let backend = try #require(scene.world.backends.all.first)
        try await scene.world.driver.ensureExports(try keeper.wantedExports(of: backend))
        #expect(scene.letIn == ["one", "two", "bystander"])
        try await scene.world.live { control in
            _ = try await control.deleteAttachment(scene.attachment, by: scene.world.caller())
        }
        #expect(scene.letIn == ["bystander"])
    }

    @Test("does not shut out an initiator that another attachment needs")
    func shared() async throws {
        let scene = try await Scene(["bystander", "two"])
        try await scene.world.live { control in
            _ = try await control.deleteAttachment(scene.attachment, by: scene.world.caller())
            #expect(scene.letIn == ["bystander"])
            _ = try await control.deleteAttachment(scene.bystander, by: scene.world.caller())
        }
        #expect(scene.world.driver.contents.exports.isEmpty)
    }

    @Test("keeps its initiators when a repeated connection fails")
    func failedRepeat() async throws {
        let box = Box<FaultInjectingDriver>()
        let scene = try await Scene { _, driver in
            let faulty = FaultInjectingDriver(driver)
            box.value = faulty
            return faulty
        }
        try #require(box.value).fail(.initializeConnection, times: 1, as: .permanent)
        try await scene.world.live { control in
            _ = await #expect(throws: ControlError.self) {
                try await control.updateAttachment(scene.attachment, connector: .named("two"), by: scene.world.caller())
            }
        }
        #expect(scene.letIn == ["one", "two", "bystander"])
    }

    @Test("shuts out the initiator of a connection that was under way when the deletion was asked for")
    func underWay() async throws {
        let box = Box<FaultInjectingDriver>()
        let scene = try await Scene([]) { _, driver in
            let faulty = FaultInjectingDriver(driver)
            box.value = faulty
            return faulty
        }
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        try #require(box.value).intercept { call in
            guard call == .initializeConnection else { return }
            arrival.yield()
            await permits.first { true }
        }
        try await scene.world.live { control in
            try await control.startUpdate(scene.attachment, connector: .named("late"), by: scene.world.caller())
            await arrivals.first { true }
            try await control.startDeletion(scene.attachment, by: scene.world.caller())
            permit.finish()
            #expect(try await scene.world.end(of: scene.attachment.rawValue, in: control).state == .succeeded)
        }
        #expect(scene.letIn == ["bystander"])
    }
}
