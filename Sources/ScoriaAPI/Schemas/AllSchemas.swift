// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let all: [RequestSchemaSource] = attachments + defaultTypes + operations + quotaClassSets + quotaSets + services + snapshots + types + volumeTransfer + volumeTransfers + volumes
}
