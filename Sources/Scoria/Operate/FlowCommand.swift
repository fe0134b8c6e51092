import ArgumentParser
import ScoriaConfiguration
import ScoriaControl
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// `scoria flow`: what the service is doing, read from its database; works beside a running service and without one.
struct FlowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow",
        abstract: "List and show flows, and settle those that need attention.",
        subcommands: [List.self, Show.self, Retry.self, Abandon.self]
    )

    /// `scoria flow list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List flows, newest first.")

        @OptionGroup var arguments: ConfigurationArguments
        @Option(help: "Only flows in this state: \(FlowState.allCases.map(\.rawValue).joined(separator: ", ")).")
        var state: String?
        @Option(help: "Only flows about the resource of this id.")
        var resource: String?
        @Option(help: "How many.")
        var limit = 50

        func run() async throws {
            let states = try state.map { text -> Set<FlowState> in
                guard let state = FlowState(rawValue: text) else { throw ValidationError("There is no state '\(text)'.") }
                return [state]
            }
            let flows = try arguments.visit().read { reader in
                try reader.flows(project: nil, states: states ?? [], resourceID: resource, limit: limit)
            }
            for flow in flows { print(flow.line) }
        }
    }

    /// `scoria flow show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a flow with its log.")

        @OptionGroup var arguments: ConfigurationArguments
        @Argument(help: "The flow's id.")
        var id: String

        func run() async throws {
            let (flow, log, placements) = try arguments.visit().read { reader -> (FlowRow, [StepRow], [PlacementRecord]) in
                guard let flow = try reader.flow(id) else { throw ValidationError("There is no flow \(id).") }
                return (flow, try reader.steps(ofFlow: id), try reader.placements(ofFlow: id))
            }
            print(flow.line)
            print("  project \(flow.projectID), request \(flow.requestID), lease \(flow.owner ?? "none") generation \(flow.generation)")
            for step in log {
                let error = step.error.map { ": \($0)" } ?? ""
                print(
                    "  \(step.position + 1). \(step.name) \(step.state.rawValue), tries \(step.attempts), began \(step.startedAt)\(error)"
                )
            }
            for placement in placements { placement.print() }
            if let failure = flow.error.flatMap(FlowFailure.init(json:)) {
                print("  error: \(failure.message)")
                if let correction = failure.correction { print("  what to do: \(correction)") }
                // The placements above say more.
                if placements.isEmpty { for line in (failure.detail ?? "").split(separator: "\n") { print("    \(line)") } }
            }
            if flow.state == .needsAttention { print("  settle it with: scoria flow retry \(flow.id), or: scoria flow abandon \(flow.id)") }
        }
    }

    /// `scoria flow retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a flow that needs attention try its undo again.")

        @OptionGroup var arguments: ConfigurationArguments
        @Argument(help: "The flow's id.")
        var id: String

        func run() async throws { try await arguments.settle(id, to: .reverting) }
    }

    /// `scoria flow abandon`.
    struct Abandon: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give up a flow that needs attention; what it left on the backend is yours to clean up."
        )

        @OptionGroup var arguments: ConfigurationArguments
        @Argument(help: "The flow's id.")
        var id: String

        func run() async throws { try await arguments.settle(id, to: .abandoned) }
    }
}

extension ConfigurationArguments {
    /// The service's database, opened beside it.
    func visit() throws -> Store {
        switch try load().database {
        case .sqlite(let path): try Store.visitSQLite(at: path)
        }
    }

    fileprivate func settle(_ id: String, to state: FlowState) async throws {
        let (store, now) = (try visit(), WallClock.system.now())
        guard try await store.write({ try $0.resolveAttention(flow: id, to: state, now: now) }) else {
            throw ValidationError("There is no flow \(id) that needs attention.")
        }
        await store.close()
        print(state == .abandoned ? "The flow \(id) is abandoned." : "The flow \(id) is tried again by the service within a second.")
    }
}

extension PlacementRecord {
    fileprivate func print() {
        let failure = error.map { ", failed there: \($0)" } ?? ""
        Swift.print("  placement \(attempt): \(pool?.rawValue ?? "no pool fits")\(failure)")
        let text = PlacementDocument(stored: explanation)?.operatorText ?? ""
        for line in text.split(separator: "\n") { Swift.print("    \(line)") }
    }
}

extension FlowRow {
    fileprivate var line: String {
        let progress = progressTotal.map { " \(progressDone ?? 0)/\($0) \(progressUnit ?? "")" } ?? ""
        return "\(id)  \(kind)  \(state.rawValue)  \(resourceType) \(resourceID)  \(createdAt)\(progress)"
    }
}
