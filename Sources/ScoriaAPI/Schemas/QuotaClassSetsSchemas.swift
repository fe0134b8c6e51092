// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let quotaClassSets: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .put,
            path: "/os-quota-class-sets/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "quota_class_set": {
               "additionalProperties": false,
               "patternProperties": {
                "^(volumes|per_volume_gigabytes|snapshots|gigabytes|backups|backup_gigabytes|groups|(volumes|gigabytes|snapshots)_.+)$": {
                 "maximum": 2147483647,
                 "minLength": 1,
                 "minimum": -1,
                 "pattern": "^[0-9]*$",
                 "type": [
                  "integer",
                  "string"
                 ]
                }
               },
               "type": "object",
               "x-semantics": "same keys as quota_set (tenant_id and id refused)"
              }
             },
             "required": [
              "quota_class_set"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
