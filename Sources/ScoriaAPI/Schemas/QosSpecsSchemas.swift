// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let qosSpecs: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/qos-specs",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "qos_specs": {
               "additionalProperties": true,
               "properties": {
                "name": {
                 "pattern": "^\\s*\\S(?:[\\s\\S]{0,253}\\S)?\\s*$",
                 "type": "string",
                 "x-semantics": "after trimming 1 to 255 characters"
                }
               },
               "required": [
                "name"
               ],
               "type": "object"
              }
             },
             "required": [
              "qos_specs"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/qos-specs/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "qos_specs": {
               "additionalProperties": false,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
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
              "qos_specs"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/qos-specs/{id}/delete_keys",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "keys": {
               "items": {
                "maxLength": 255,
                "minLength": 1,
                "type": "string"
               },
               "type": "array",
               "uniqueItems": true
              }
             },
             "required": [
              "keys"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
