import Logging
import Metrics
import ScoriaDriver
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Synchronization

extension FlowEngine {
    /// Runs a leased flow until it ends, is parked, or belongs to somebody else.
    func drive(_ flow: FlowRow) async {
        defer { leave(flow) }
        let kind = FlowKind(flow.kind, version: flow.version)
        guard let body = registry.body(of: kind) else {
            logger.critical(
                "no code for this kind of flow; it waits for a release that has it",
                metadata: ["flow_id": "\(flow.id)", "kind": "\(kind)"]
            )
            return
        }
        var outcome: (position: Int, result: CallOutcome)?
        while true {
            do {
                let (decision, memo) = try await turn(flow, body: body, after: outcome)
                switch decision {
                case .call(let position, let undo, let attempt):
                    outcome = (position, try await perform(position, undo: undo, attempt: attempt, memo: memo, of: flow, body: body))
                case .parked(let pauseSeconds):
                    leave(flow)
                    await pause(pauseSeconds)
                    return
                case .ended(let end):
                    conclude(flow, end: end)
                    return
                }
            } catch let error as StoreError where error.code == .lostLease {
                logger.warning("another process has taken the flow over", metadata: ["flow_id": "\(flow.id)"])
                return
            } catch is SimulatedCrash {
                return
            } catch let error as DecodingError {
                guard await setAside(flow, because: error) else { return }
            } catch {
                logger.error(
                    "writing the flow's log failed; it is tried again",
                    metadata: ["flow_id": "\(flow.id)", "error": "\(error)"]
                )
                guard await rest() else { return }
            }
        }
    }

    /// Ends the run of a flow in this process, however it ended; who waits for the flow looks at its row again.
    ///
    /// Also after a lost lease: a commit that was durable although it was reported to have failed has ended the flow.
    private func leave(_ flow: FlowRow) {
        let isLeaving = state.withLock { state in
            guard state.running[flow.id]?.generation == flow.generation else { return false }
            state.running[flow.id] = nil
            state.progress[flow.id] = nil
            return true
        }
        if isLeaving { announceEnd(of: flow.id) }
    }

    /// Lets a flow rest whose memo this release cannot read: no further try would, and whoever waits for its locks must not wait for ever.
    ///
    /// True when the database did not take it, so that it has to be tried again.
    private func setAside(_ flow: FlowRow, because error: DecodingError) async -> Bool {
        logger.critical("the flow's memo cannot be read; it needs attention", metadata: ["flow_id": "\(flow.id)", "error": "\(error)"])
        let (owner, now, observer) = (instance, clock.now(), observer)
        do {
            let failure = try FlowFailure(
                StepRefusal(
                    code: "internal",
                    message: "What the operation has learned cannot be read by this release.",
                    correction: "Start the release that began it, or abandon it and reset the status of what it was about.",
                    detail: "\(error)"
                ),
                step: ""
            ).json
            try await store.write { transaction in
                guard var row = try transaction.flow(flow.id), row.owner == owner, row.generation == flow.generation else { return }
                (row.state, row.owner, row.leaseUntil, row.error, row.updatedAt) = (.needsAttention, nil, nil, failure, now)
                try transaction.deleteLocks(flow: row.sequence)
                try transaction.update(row, owner: owner)
                // What cannot be told of it must not keep it from resting.
                try? observer?.ended(row, in: transaction)
            }
        } catch {
            return await rest()
        }
        conclude(flow, end: .needsAttention)
        return false
    }

    private func turn(
        _ flow: FlowRow,
        body: any ErasedFlow,
        after outcome: (position: Int, result: CallOutcome)?
    ) async throws -> (TurnDecision, memo: String) {
        let now = clock.now()
        let leaseUntil = now.advanced(bySeconds: settings.leaseSeconds)
        let step = outcome.map { body.stepNames[$0.position] } ?? "start"
        let (owner, probe, observer, serves, makeScope) = (instance, probe, observer, settings.serves, scopeMaker(now: now))
        let pauseScale = settings.pauseScale
        let isStopping = state.withLock { $0.isStopping }
        try probe?.reached(.beforeCommit(step: step), of: flow.id)
        FaultPoint.reach("flow.\(flow.kind).\(step).before-commit")
        let answer = try await store.write { transaction -> (TurnDecision, memo: String) in
            guard let row = try transaction.flow(flow.id), row.owner == owner, row.generation == flow.generation else {
                throw StoreError(.lostLease, "The flow \(flow.id) is owned by another process now.")
            }
            var turn = FlowTurn(
                body: body,
                owner: owner,
                leaseUntil: leaseUntil,
                now: now,
                probe: probe,
                observer: observer,
                isStopping: isStopping,
                pauseScale: pauseScale,
                serves: serves,
                scope: makeScope,
                flow: row,
                log: try transaction.steps(ofFlow: flow.id)
            )
            let decision = try turn.take(after: outcome, in: transaction)
            return (decision, turn.flow.memo)
        }
        FaultPoint.reach("flow.\(flow.kind).\(step).after-commit")
        try probe?.reached(.afterCommit(step: step), of: flow.id)
        return answer
    }

    /// Makes one call outside the database, within its deadline, and says how it ended.
    private func perform(
        _ position: Int,
        undo: Bool,
        attempt: Int,
        memo: String,
        of flow: FlowRow,
        body: any ErasedFlow
    ) async throws -> CallOutcome {
        let name = body.stepNames[position]
        let scope = scopeMaker(now: clock.now())(flow, attempt)
        let traits = try body.traits(of: position, memo: memo)
        let began = ContinuousClock.now
        defer {
            Metrics.Timer(label: "scoria_step_duration_seconds", dimensions: [("flow", flow.kind), ("step", name)])
                .record(duration: began.duration(to: .now))
        }
        do {
            try probe?.reached(undo ? .beforeUndo(step: name) : .beforeCall(step: name), of: flow.id)
            FaultPoint.reach("flow.\(flow.kind).\(name).before-\(undo ? "undo" : "call")")
            var result = try await call(position, undo: undo, memo: memo, of: flow, body: body, scope: scope, traits: traits)
            let after = undo ? FlowPlace.afterUndo(step: name) : .afterCall(step: name)
            if probe?.shouldRepeat(after) == true {
                result = try await call(position, undo: undo, memo: memo, of: flow, body: body, scope: scope, traits: traits)
            }
            FaultPoint.reach("flow.\(flow.kind).\(name).after-\(undo ? "undo" : "call")")
            try probe?.reached(after, of: flow.id)
            guard !undo else { return .undone(memo: result.memo) }
            keep(result.answer, of: flow.id)
            return .succeeded(result)
        } catch let crash as SimulatedCrash {
            throw crash
        } catch {
            return await judge(error, position: position, undo: undo, memo: memo, of: flow, body: body, scope: scope, traits: traits)
        }
    }

    /// What a failed call means: an interruption, a cancellation, or a failure after which the flow decides.
    private func judge(
        _ error: any Error,
        position: Int,
        undo: Bool,
        memo: String,
        of flow: FlowRow,
        body: any ErasedFlow,
        scope: StepScope,
        traits: StepTraits
    ) async -> CallOutcome {
        let running = state.withLock { $0.running[flow.id] }
        if running?.isInterrupted == true { return .interrupted }
        if undo { return .undoFailed(error) }
        if running?.isCancelled == true { return .cancelled }
        scope.logger.notice(
            "step failed",
            metadata: ["step": "\(body.stepNames[position])", "error": "\(error)", "attempt": "\(scope.attempt)"]
        )
        guard (error as? DriverError)?.disposition == .ambiguous, traits.ambiguous == .undoThenRepeat else { return .failed(error) }
        do {
            _ = try await body.runCall(position, undo: true, memo: memo, scope: scope)
            return .failed(error)
        } catch {
            return .failed(
                StepRefusal(
                    code: "undoFailed",
                    message: "The step was begun and could not be undone for a repeat.",
                    detail: "\(error)"
                )
            )
        }
    }

    private func call(
        _ position: Int,
        undo: Bool,
        memo: String,
        of flow: FlowRow,
        body: any ErasedFlow,
        scope: StepScope,
        traits: StepTraits
    ) async throws -> CallResult {
        let task = Task { try await body.runCall(position, undo: undo, memo: memo, scope: scope) }
        let isCancelled = state.withLock { state in
            state.running[flow.id]?.call = task
            state.running[flow.id]?.deadline = .now + .seconds(traits.deadlineSeconds)
            return !undo && state.running[flow.id]?.isCancelled == true
        }
        if isCancelled { task.cancel() }
        do {
            let result = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            _ = endCall(of: flow)
            return result
        } catch {
            guard endCall(of: flow) else { throw error }
            throw DriverError(
                .timeout,
                .ambiguous,
                "The step '\(body.stepNames[position])' did not answer within \(Int(traits.deadlineSeconds)) seconds.",
                correction: "Check the backend's health and its log."
            )
        }
    }

    /// Notes that no call is in hand any more; true when the last one was given up because it did not answer in time.
    private func endCall(of flow: FlowRow) -> Bool {
        state.withLock { state in
            defer {
                state.running[flow.id]?.call = nil
                state.running[flow.id]?.deadline = nil
                state.running[flow.id]?.isLate = false
            }
            return state.running[flow.id]?.isLate == true
        }
    }

    /// Makes the scopes of a flow's steps.
    private func scopeMaker(now: Timestamp) -> @Sendable (FlowRow, Int) -> StepScope {
        let logger = logger
        return { flow, attempt in
            var logger = logger
            logger[metadataKey: "flow_id"] = "\(flow.id)"
            logger[metadataKey: "flow"] = "\(flow.kind)"
            logger[metadataKey: "request_id"] = "\(flow.requestID)"
            logger[metadataKey: "\(flow.resourceType)_id"] = "\(flow.resourceID)"
            let id = flow.id
            return StepScope(
                flowID: id,
                kind: FlowKind(flow.kind, version: flow.version),
                projectID: flow.projectID,
                userID: flow.userID,
                requestID: flow.requestID,
                resourceID: flow.resourceID,
                now: now,
                attempt: attempt,
                logger: logger,
                reportProgress: { done, total, unit in
                    self.state.withLock { $0.progress[id] = (done, total, unit) }
                }
            )
        }
    }

    private func conclude(_ flow: FlowRow, end: FlowState) {
        Counter(label: "scoria_flows_total", dimensions: [("flow", flow.kind), ("end", end.rawValue)]).increment()
        let metadata: Logger.Metadata = [
            "flow_id": "\(flow.id)", "flow": "\(flow.kind)", "request_id": "\(flow.requestID)", "end": "\(end.rawValue)",
            "\(flow.resourceType)_id": "\(flow.resourceID)", "project_id": "\(flow.projectID)",
            "seconds": "\(clock.now().seconds(since: flow.createdAt))",
        ]
        switch end {
        case .succeeded: logger.info("flow ended", metadata: metadata)
        case .needsAttention: logger.error("flow needs attention: an undo failed; see scoria flow show", metadata: metadata)
        default: logger.warning("flow ended without doing its work", metadata: metadata)
        }
        leave(flow)
        signal.yield(.wake)
    }

    /// Waits out a short pause here; longer ones are the timekeeper's.
    private func pause(_ seconds: Double) async {
        guard seconds < 1, !state.withLock({ $0.isStopping }) else { return }
        // A cancelled pause only makes the flow due earlier than it likes; the lease query looks at the clock.
        try? await Task.sleep(for: .seconds(seconds))
        signal.yield(.wake)
    }

    /// Waits before the database is tried again; false when the service stops meanwhile.
    private func rest() async -> Bool {
        do { try await Task.sleep(for: .seconds(1)) } catch { return false }
        return !state.withLock { $0.isStopping }
    }
}
