// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let quotaSets: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .put,
            path: "/os-quota-sets/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "quota_set": {
               "additionalProperties": false,
               "minProperties": 1,
               "patternProperties": {
                "^(volumes|per_volume_gigabytes|snapshots|gigabytes|backups|backup_gigabytes|groups|(volumes|gigabytes|snapshots)_.+)$": {
                 "maximum": 2147483647,
                 "minimum": -1,
                 "pattern": "^\\s*[+-]?[0-9]+\\s*$",
                 "type": [
                  "integer",
                  "string"
                 ]
                }
               },
               "properties": {
                "id": {},
                "tenant_id": {}
               },
               "type": "object",
               "x-semantics": "keys: volumes, per_volume_gigabytes, snapshots, gigabytes, backups, backup_gigabytes, groups, volumes_<type>, gigabytes_<type>, snapshots_<type>; tenant_id and id ignored; values integer or integer text from -1 to 2147483647 (integer text passes validation but the original then answers a generic 400)"
              }
             },
             "required": [
              "quota_set"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
