// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let defaultTypes: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .put,
            path: "/default-types/{id}",
            action: nil,
            minimum: Microversion(62),
            maximum: .maximum,
            json: ##"""
            {
             "properties": {
              "default_type": {
               "additionalProperties": false,
               "properties": {
                "volume_type": {
                 "maxLength": 255,
                 "minLength": 1,
                 "pattern": "\\S",
                 "type": "string",
                 "x-semantics": "must contain a non-blank character; message mentions name"
                }
               },
               "required": [
                "volume_type"
               ],
               "type": "object"
              }
             },
             "type": "object"
            }
            """##
        ),
    ]
}
