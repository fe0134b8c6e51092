import ArgumentParser
import Foundation
import ScoriaIdentity
import ScoriaModel

/// `scoria user`: the lines of the password file of `auth_strategy = http_basic`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Make lines of the password file for auth_strategy http_basic.",
        subcommands: [Hash.self]
    )

    /// `scoria user hash`: reads a password and prints the line of a user.
    struct Hash: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a password from standard input and print the line of a user, to be appended to http_basic_auth_user_file."
        )

        @Argument(help: "The name of the user.")
        var name: String

        @Option(help: "The project: digits, the letters a to f and hyphens, as in a UUID.")
        var project: String

        @Option(help: "The roles, with commas between them: admin, member, reader. Each brings those behind it along.")
        var roles = "member"

        @Option(help: "The cost of the hash, from 4 to 16: one more takes twice as long, for users and for whoever guesses.")
        var cost = Bcrypt.usualCost

        func run() async throws {
            guard Bcrypt.costs.contains(cost) else {
                throw ValidationError("The cost is from \(Bcrypt.costs.lowerBound) to \(Bcrypt.costs.upperBound).")
            }
            guard let password = readPassword(), let hash = Bcrypt.hash(password, cost: cost) else {
                complain("scoria: the password has to be a line of 1 to \(Bcrypt.longestPassword) bytes on standard input.")
                throw ExitCode(65)
            }
            do throws(PasswordFile.Problem) {
                let roles = roles.split(separator: ",").map(String.init)
                print(try PasswordFile.line(name: name, hash: hash, project: project, roles: roles))
            } catch {
                complain("scoria: \(error.description)")
                throw ExitCode(65)
            }
        }

        /// A line of standard input, which a terminal does not show meanwhile.
        private func readPassword() -> Secret? {
            guard isatty(0) == 1 else { return readLine().map(Secret.init) }
            var before = termios()
            guard tcgetattr(0, &before) == 0 else { return nil }
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(0, TCSAFLUSH, &silent)
            defer {
                tcsetattr(0, TCSAFLUSH, &before)
                complain("")
            }
            FileHandle.standardError.write(Data("Password: ".utf8))
            return readLine().map(Secret.init)
        }
    }
}
