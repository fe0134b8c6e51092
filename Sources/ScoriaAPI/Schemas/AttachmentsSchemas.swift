// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let attachments: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/attachments",
            action: nil,
            minimum: Microversion(27),
            maximum: Microversion(53),
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "attachment": {
               "additionalProperties": false,
               "properties": {
                "connector": {
                 "type": [
                  "object",
                  "null"
                 ]
                },
                "instance_uuid": {
                 "$ref": "#/$defs/Uuid"
                },
                "volume_uuid": {
                 "$ref": "#/$defs/Uuid"
                }
               },
               "required": [
                "volume_uuid"
               ],
               "type": "object"
              }
             },
             "required": [
              "attachment"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/attachments",
            action: nil,
            minimum: Microversion(54),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "attachment": {
               "additionalProperties": false,
               "properties": {
                "connector": {
                 "type": [
                  "object",
                  "null"
                 ]
                },
                "instance_uuid": {
                 "$ref": "#/$defs/Uuid"
                },
                "mode": {
                 "enum": [
                  "rw",
                  "ro"
                 ],
                 "type": "string"
                },
                "volume_uuid": {
                 "$ref": "#/$defs/Uuid"
                }
               },
               "required": [
                "volume_uuid"
               ],
               "type": "object"
              }
             },
             "required": [
              "attachment"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/attachments/{id}/action",
            action: "os-complete",
            minimum: Microversion(44),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-complete": {}
             },
             "required": [
              "os-complete"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/attachments/{id}",
            action: nil,
            minimum: Microversion(27),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "attachment": {
               "additionalProperties": false,
               "properties": {
                "connector": {
                 "minProperties": 1,
                 "type": "object"
                }
               },
               "required": [
                "connector"
               ],
               "type": "object"
              }
             },
             "required": [
              "attachment"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
