// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let hosts: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .put,
            path: "/os-hosts",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": true,
             "properties": {
              "status": {
               "enum": [
                "enable",
                "disable"
               ],
               "type": "string"
              }
             },
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/os-hosts/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": true,
             "properties": {
              "status": {
               "enum": [
                "enable",
                "disable"
               ],
               "type": "string"
              }
             },
             "type": "object"
            }
            """##
        ),
    ]
}
