// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let all: [RequestSchemaSource] = attachments + clusters + defaultTypes + hosts + manageableSnapshots + manageableVolumes + operations + qosSpecs + quotaClassSets + quotaSets + services + snapshotManage + snapshots + types + volumeManage + volumeTransfer + volumeTransfers + volumes + workers
}
