import ScoriaDriver

/// What every driver must do, as checks that run against any driver.
///
/// In a test suite, with a fresh subject for each check:
///
/// ```swift
/// @Test(arguments: DriverConformance.checks)
/// func conforms(_ check: DriverConformance.Check) async throws {
///     try await check.run(on: try await makeSubject())
/// }
/// ```
public enum DriverConformance {
    /// One rule of the contract.
    public struct Check: Sendable, CustomStringConvertible {
        /// How a check ended that did not fail.
        public enum Outcome: Sendable {
            case passed
            /// The driver lacks an ability, or the suite a means, that the check needs.
            case notApplicable
        }

        /// The rule, in words.
        public let name: String
        private let body: @Sendable (ConformanceSubject) async throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (ConformanceSubject) async throws -> Void) {
            self.name = name
            self.body = body
        }

        public var description: String { name }

        /// Starts the driver, runs the check, and stops the driver.
        ///
        /// Throws a ``ConformanceFailure`` that says what the driver did, or the error that a call should not have thrown.
        @discardableResult
        public func run(on subject: ConformanceSubject) async throws -> Outcome {
            try await subject.driver.start()
            do {
                try await body(subject)
            } catch is NotApplicable {
                await subject.driver.stop()
                return .notApplicable
            } catch {
                await subject.driver.stop()
                throw error
            }
            await subject.driver.stop()
            return .passed
        }
    }

    /// All checks but ``migrateChecks``, which few drivers can stand.
    public static let checks = lifeChecks + copyChecks + sizeChecks + exportChecks + manageChecks + poolChecks
}
