import Foundation
import ScoriaAPI
import ScoriaModel
import Testing

/// The description of the API in the repository.
///
/// `SCORIA_WRITE_GENERATED=1 swift test --filter OpenAPITests` makes it again.
@Suite struct OpenAPITests {
    @Test func `The checked-in document is what the service serves`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/openapi.json").standardized
        let document = OpenAPIDocument.make()
        if ProcessInfo.processInfo.environment["SCORIA_WRITE_GENERATED"] == "1" {
            // Indented and sorted, so that a change of the API is a change of a few lines.
            let object = try JSONSerialization.jsonObject(with: Data(document.serialized()))
            let text = try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            try text.write(to: file, options: .atomic)
        }
        let isCurrent = try JSONValue(parsing: Array(Data(contentsOf: file))) == document
        #expect(isCurrent, "docs/openapi.json is out of date; see docs/testing.md")
    }

    @Test func `Every route is in it`() throws {
        let paths = try #require(OpenAPIDocument.make()["paths"]?.object)
        for route in RouteTable.all {
            let operation = paths[route.path]?[route.verb.rawValue.lowercased()]
            #expect(operation?["responses"]?[String(route.success)] != nil, "\(route.id)")
            guard let action = route.action else { continue }
            let variants = operation?["requestBody"]?["content"]?["application/json"]?["schema"]?["oneOf"]?.array ?? []
            #expect(variants.contains { $0["required"]?.array?.contains(.string(action)) == true }, "\(action)")
        }
    }
}
