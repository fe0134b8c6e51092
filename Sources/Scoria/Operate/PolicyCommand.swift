import ArgumentParser
import Foundation
import ScoriaConfiguration
import ScoriaIdentity
import ScoriaModel

/// `scoria policy`: looks at the policy without starting anything.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Show who may do what, check a policy file, and ask it questions.",
        subcommands: [List.self, Check.self]
    )

    /// `scoria policy list`: every rule, what is in force and where that comes from.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every rule: its name, what is in force, where that comes from, and the default when it differs."
        )

        @OptionGroup var arguments: PolicyArguments
        @Flag(help: "Only rules that a file changes or adds.")
        var changed = false

        func run() async throws {
            for entry in try arguments.policy().entries where !changed || entry.isOverridden {
                print("\"\(entry.name)\": \"\(entry.text)\"  # \(entry.origin)")
                if let standard = entry.standard, entry.isOverridden { print("    # default: \"\(standard)\"") }
            }
        }
    }

    /// `scoria policy check`: says whether the file is valid, or what a rule says to somebody.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with the policy file. With --rule, say whether somebody may do what the rule stands for, and why.",
            discussion: """
                scoria policy check
                scoria policy check --rule volume:delete --roles member,reader --project P1 --target project_id=P2
                scoria policy check --questions FILE   # a JSON object a line: {"rule": …, "roles": […], "target": {…}}
                """
        )

        @OptionGroup var arguments: PolicyArguments
        @Option(help: "The rule to ask.")
        var rule: String?
        @Option(help: "The roles of who asks, parted by commas.")
        var roles = ""
        @Option(help: "The project of who asks.")
        var project = "project"
        @Option(help: "The id of who asks.")
        var user = "user"
        @Option(help: "The roles of the service token, parted by commas.")
        var serviceRoles = ""
        @Option(help: "The system scope of the token, such as all.")
        var systemScope: String?
        @Option(help: "The domain that the token is for.")
        var domain: String?
        @Option(
            name: .long,
            parsing: .upToNextOption,
            help: "Attributes of the object as name=value; without them the caller is all there is."
        )
        var target: [String] = []
        @Option(help: "A file of questions, one JSON object a line; the answers are true or false, one a line.")
        var questions: String?

        func run() async throws {
            let policy = try arguments.policy()
            if let questions { return try answer(fileAt: questions, policy) }
            guard let rule else {
                print(
                    "\(policy.entries.count { $0.isOverridden }) of \(policy.entries.count) rules changed, \(policy.warnings.count) warnings"
                )
                return
            }
            var caller = Caller(
                userID: UserID(rawValue: user),
                projectID: ProjectID(rawValue: project),
                roles: names(roles),
                isAdmin: false,
                requestID: RequestID(rawValue: "req-policy-check")
            )
            caller.identity.serviceRoles = names(serviceRoles)
            caller.identity.systemScope = systemScope
            caller.identity.domainID = domain
            _ = policy.standing(of: &caller)
            let question = PolicyQuestion(rule: rule, caller: caller, target: try attributes())
            guard let answer = policy.answer(question) else {
                complain("scoria: there is no rule '\(rule)'; scoria policy list shows all")
                throw ExitCode(64)
            }
            print(answer.isAllowed ? "yes" : "no")
            for line in answer.reasons { print("  " + line) }
            if !answer.isAllowed { throw ExitCode(1) }
        }

        private func names(_ list: String) -> Set<String> { Set(list.split(separator: ",").map(String.init)) }

        private func attributes() throws -> [String: String]? {
            guard !target.isEmpty else { return nil }
            var attributes: [String: String] = [:]
            for assignment in target {
                guard let equals = assignment.firstIndex(of: "=") else {
                    throw ValidationError("--target takes name=value, not '\(assignment)'.")
                }
                attributes[String(assignment[..<equals])] = String(assignment[assignment.index(after: equals)...])
            }
            return attributes
        }

        private func answer(fileAt path: String, _ policy: PolicySet) throws {
            guard let data = FileManager.default.contents(atPath: path) else {
                complain("scoria: \(path) cannot be read")
                throw ExitCode(66)
            }
            for (index, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
                guard let question = PolicyQuestion(try JSONValue(parsing: String(line)), by: policy), let answer = policy.answer(question)
                else {
                    complain("scoria: \(path):\(index + 1): no question to a rule of this policy")
                    throw ExitCode(65)
                }
                print(answer.isAllowed)
            }
        }
    }
}

/// The flags by which a command finds the policy.
struct PolicyArguments: ParsableArguments {
    @OptionGroup var arguments: ConfigurationArguments
    @Option(name: .customLong("file"), help: "The policy file, in place of the configuration's.")
    var file: String?

    /// The policy; problems go to standard error, and an error ends the command.
    func policy() throws -> PolicySet {
        var location = PolicyLocation(try arguments.load())
        if let file {
            location.path = file
            location.isRequired = true
        }
        do throws(InvalidPolicy) {
            let policy = try PolicySet.load(location)
            for warning in policy.warnings { complain("\(warning)") }
            return policy
        } catch {
            for problem in error.problems { complain("\(problem)") }
            throw ExitCode(78)
        }
    }
}
