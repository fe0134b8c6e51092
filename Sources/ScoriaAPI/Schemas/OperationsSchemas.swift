// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let operations: [RequestSchemaSource] = [
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
