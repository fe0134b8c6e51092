import Foundation
import ScoriaConfiguration
import Testing

/// The documents in the repository that are made of the option tables.
///
/// `SCORIA_WRITE_GENERATED=1 swift test --filter GeneratedDocumentTests` makes them again.
@Suite struct GeneratedDocumentTests {
    static let documents = ["etc/scoria.conf.sample", "docs/configuration.md"]

    @Test(arguments: documents) func theCheckedInDocumentIsCurrent(_ path: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(path)").standardized
        let text = path.hasPrefix("etc") ? OptionReference.sampleFile : OptionReference.markdown
        if ProcessInfo.processInfo.environment["SCORIA_WRITE_GENERATED"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "\(path) is out of date; see CONTRIBUTING.md")
    }

    @Test func theSampleIsAValidConfigurationThatChangesNothing() {
        let sources = ConfigurationSources.root(OptionReference.sampleFile)
        #expect(sources.findings.isEmpty)
        #expect(sources.configuration == ConfigurationSources.root("").configuration)
    }

    /// Takes the comment signs off the options, but not off those whose default is found at the start.
    @Test func theDefaultsInTheSampleAreTheDefaults() {
        let lines = OptionReference.sampleFile.split(separator: "\n").map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") && !line.hasSuffix(" =") ? String(line.dropFirst()) : String(line)
        }
        let sources = ConfigurationSources.root(lines.joined(separator: "\n"))
        #expect(sources.findings.isEmpty, "\(sources.report)")
        #expect(sources.configuration == ConfigurationSources.root("").configuration)
    }
}
