import Foundation
import LVMDriver
import ScoriaDriver
import ScoriaDriverTesting

/// Runs checks against LVM and the kernel's targets on the machine that it is started on, with a line for each.
///
///     scoria-conformance checks GROUP thin|default recording|lio|nvmet [exports | words of a check's name]
///     scoria-conformance counts GROUP thin|default TABLE.md
///     scoria-conformance faults DISK [words of a case's name]
///
/// `checks` is the driver conformance suite, `counts` holds the number of commands that each operation runs against the table in
/// docs/performance.md, and `faults` makes a group on the disk and breaks it. For the guest: everything in the group is removed.
@main
enum ConformanceCommand {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "checks" where arguments.count >= 4:
            guard let subject = LVMSubject(group: arguments[1], provisioning: arguments[2], target: arguments[3]) else { break }
            exit(await checks(on: subject, only: arguments.dropFirst(4).joined(separator: " ")) ? 0 : 1)
        case "counts" where arguments.count == 4:
            guard let subject = LVMSubject(group: arguments[1], provisioning: arguments[2], target: "lio") else { break }
            exit(await CommandCounts(subject: subject, table: arguments[3]).run() ? 0 : 1)
        case "faults" where arguments.count >= 2:
            exit(await Faults(disk: arguments[1]).run(only: arguments.dropFirst(2).joined(separator: " ")) ? 0 : 1)
        default: break
        }
        print("usage: scoria-conformance checks GROUP thin|default recording|lio|nvmet [exports | words]")
        print("       scoria-conformance counts GROUP thin|default TABLE.md")
        print("       scoria-conformance faults DISK [words]")
        exit(64)
    }

    private static func checks(on subject: LVMSubject, only: String) async -> Bool {
        let all = DriverConformance.checks + DriverConformance.migrateChecks
        let checks =
            switch only {
            case "": all
            case "exports": DriverConformance.exportChecks + all.filter { $0.name.contains("exported volume") }
            default: all.filter { $0.name.contains(only) }
            }
        var report = CheckReport(prefix: subject.label)
        for check in checks {
            await report.check(check.name) {
                try await subject.clear()
                return try await check.run(on: subject.conformance())
            }
        }
        return report.isGood
    }
}

/// Prints a line for each check, in the form that the guest's runner counts.
struct CheckReport {
    let prefix: String
    private(set) var isGood = true

    init(prefix: String) {
        self.prefix = prefix
    }

    mutating func check(_ name: String, _ body: () async throws -> DriverConformance.Check.Outcome) async {
        let start = ContinuousClock.now
        do {
            let outcome = try await body()
            let seconds = (ContinuousClock.now - start).components.seconds
            print("CHECK \(outcome == .passed ? "ok" : "skipped") \(prefix) \(seconds) s: \(name)")
        } catch {
            isGood = false
            print("CHECK failed \(prefix): \(name): \(error)")
        }
    }
}

/// What a check of the guest found wrong.
struct CheckFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
