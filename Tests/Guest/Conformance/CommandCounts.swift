import Foundation
import LVMDriver
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel

/// Holds each operation of the LVM driver to the number of external commands that docs/performance.md lists for it.
///
/// Not fewer either: a table that promises less than is true is as wrong.
struct CommandCounts {
    let subject: LVMSubject
    /// The document with the table: operation, thin, thick.
    let table: String
    private let runner = CountingRunner()

    func run() async -> Bool {
        var report = CheckReport(prefix: subject.label)
        do {
            let listed = try listedCounts()
            try await subject.clear()
            let driver = subject.driver(runner)
            try await driver.start()
            var seen: Set<String> = []
            for (name, operation) in operations(driver) {
                guard !name.isEmpty else {
                    try await operation()
                    continue
                }
                await report.check("\(name) runs \(listed[name].map(String.init) ?? "?") commands") {
                    guard let count = listed[name] else { throw CheckFailure("docs/performance.md does not list it") }
                    _ = runner.takeNames()
                    try await operation()
                    let ran = runner.takeNames()
                    guard ran.count == count else { throw CheckFailure("it ran \(ran.count): \(ran.joined(separator: ", "))") }
                    return .passed
                }
                seen.insert(name)
            }
            await report.check("every operation that docs/performance.md lists is counted") {
                let rest = Set(listed.keys).subtracting(seen)
                guard rest.isEmpty else { throw CheckFailure("not counted: \(rest.sorted().joined(separator: ", "))") }
                return .passed
            }
            await driver.stop()
            try await subject.clear()
        } catch {
            await report.check("the commands of each operation") { throw error }
        }
        return report.isGood
    }

    /// The rows `| operation | thin | thick |` behind the heading; a dash is an operation that this kind does not have.
    private func listedCounts() throws -> [String: Int] {
        let text = try String(contentsOfFile: table, encoding: .utf8)
        guard let section = text.components(separatedBy: "\n## Commands of LVM\n").dropFirst().first?.components(separatedBy: "\n## ").first
        else { throw CheckFailure("\(table) has no section \"Commands of LVM\"") }
        var counts: [String: Int] = [:]
        for line in section.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let count = Int(cells[subject.provisioning == .thin ? 1 : 2]) else { continue }
            counts[cells[0]] = count
        }
        return counts
    }

    /// Each operation by its name in the table, in an order that gives every one what it needs; those without a name only prepare.
    private func operations(_ driver: LVMDriver) -> [(name: String, body: () async throws -> Void)] {
        let (volume, clone, larger, made, managed) = (Rows.volume(), Rows.volume(), Rows.volume(2), Rows.volume(), Rows.volume())
        let snapshot = Rows.snapshot(of: volume)
        let (export, connector) = (Rows.export(volume), Rows.connector())
        let isThin = subject.provisioning == .thin
        let quiet: ProgressReport = { _, _ in }
        var list: [(name: String, body: () async throws -> Void)] = [
            ("start", { try await driver.start() }),
            ("create", { _ = try await driver.createVolume(volume) }),
            ("statistics", { _ = try await driver.statistics() }),
            ("list of what can be managed", { _ = try await driver.manageableVolumes(known: [volume]) }),
            ("inventory", { _ = try await driver.inventory() }),
            ("export", { _ = try await driver.createExport(export) }),
            ("connect", { _ = try await driver.initializeConnection(export, connector: connector) }),
            ("disconnect", { try await driver.terminateConnection(export, connector: connector) }),
            ("remove export", { try await driver.removeExport(export) }),
            ("clone", { _ = try await driver.cloneVolume(clone, from: volume, progress: quiet) }),
            ("clone that is larger", { _ = try await driver.cloneVolume(larger, from: volume, progress: quiet) }),
            ("snapshot", { _ = try await driver.createSnapshot(snapshot, of: volume) }),
            ("volume from snapshot", { _ = try await driver.createVolume(made, from: snapshot, progress: quiet) }),
            ("revert", { try await driver.revertVolume(volume, to: snapshot, export: nil, progress: quiet) }),
        ]
        if !isThin { list.append(("extend with snapshots", { try await driver.extendVolume(volume, to: GibiByteCount(2), export: nil) })) }
        list += [
            ("delete snapshot", { try await driver.deleteSnapshot(snapshot, of: volume) }),
            ("extend", { try await driver.extendVolume(volume, to: GibiByteCount(3), export: nil) }),
            ("delete", { try await driver.deleteVolume(volume) }),
            ("delete of what is gone", { try await driver.deleteVolume(volume) }),
            ("", { try await subject.lvm("lvrename", ["\(subject.group)/volume-\(made.id)", "stranger"]) }),
            ("manage", { _ = try await driver.manageExisting(managed, reference: ["source-name": "stranger"]) }),
            ("unmanage", { try await driver.unmanage(managed) }),
        ]
        return list
    }
}
