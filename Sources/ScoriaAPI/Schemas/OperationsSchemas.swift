// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let operations: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/operations/explain",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "OS-SCH-HNT:scheduler_hints": {
               "type": [
                "object",
                "null"
               ]
              },
              "pool": {
               "maxLength": 255,
               "minLength": 1,
               "type": [
                "string",
                "null"
               ]
              },
              "volume": {
               "additionalProperties": true,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "metadata": {
                 "additionalProperties": {
                  "maxLength": 255,
                  "type": [
                   "string",
                   "null"
                  ]
                 },
                 "type": [
                  "object",
                  "null"
                 ]
                },
                "size": {
                 "anyOf": [
                  {
                   "type": "null"
                  },
                  {
                   "maximum": 2147483647,
                   "minimum": 1,
                   "type": "integer"
                  },
                  {
                   "maxLength": 10,
                   "minLength": 1,
                   "pattern": "^[0-9]+$",
                   "type": "string"
                  }
                 ]
                },
                "snapshot_id": {
                 "maxLength": 255,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "source_volid": {
                 "maxLength": 255,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "volume_type": {
                 "maxLength": 255,
                 "type": [
                  "string",
                  "null"
                 ]
                }
               },
               "type": "object"
              }
             },
             "required": [
              "volume"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/operations/{id}/action",
            action: "cancel",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "cancel": {
               "additionalProperties": false,
               "type": [
                "object",
                "null"
               ]
              }
             },
             "required": [
              "cancel"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
