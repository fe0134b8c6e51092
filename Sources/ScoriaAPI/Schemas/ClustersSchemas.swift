// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let clusters: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .put,
            path: "/clusters/disable",
            action: nil,
            minimum: Microversion(7),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "binary": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "disabled_reason": {
               "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
               "type": [
                "string",
                "null"
               ],
               "x-semantics": "after trimming 1 to 255 characters"
              },
              "name": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "\\S",
               "type": "string",
               "x-semantics": "must contain a non-blank character; message mentions name"
              }
             },
             "required": [
              "name"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/clusters/enable",
            action: nil,
            minimum: Microversion(7),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "binary": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "name": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "\\S",
               "type": "string",
               "x-semantics": "must contain a non-blank character; message mentions name"
              }
             },
             "required": [
              "name"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
