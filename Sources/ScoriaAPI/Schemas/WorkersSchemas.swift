// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let workers: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/workers/cleanup",
            action: nil,
            minimum: Microversion(24),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "binary": {
               "enum": [
                "cinder-volume",
                "cinder-scheduler"
               ]
              },
              "cluster_name": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "^[a-zA-Z0-9\\-._#@:/+]*$",
               "type": [
                "string",
                "null"
               ]
              },
              "disabled": {
               "$ref": "#/$defs/BooleanLike"
              },
              "host": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "^[a-zA-Z0-9\\-._#@:/+]*$",
               "type": [
                "string",
                "null"
               ]
              },
              "is_up": {
               "$ref": "#/$defs/BooleanLike"
              },
              "resource_id": {
               "oneOf": [
                {
                 "type": "null"
                },
                {
                 "$ref": "#/$defs/Uuid"
                }
               ]
              },
              "resource_type": {
               "maxLength": 40,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "service_id": {
               "maxLength": 11,
               "pattern": "^[0-9]*$",
               "type": [
                "integer",
                "string",
                "null"
               ]
              }
             },
             "type": "object"
            }
            """##
        ),
    ]
}
