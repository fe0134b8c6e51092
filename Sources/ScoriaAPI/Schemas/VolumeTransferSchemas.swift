// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let volumeTransfer: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/os-volume-transfer",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "transfer": {
               "additionalProperties": false,
               "properties": {
                "name": {
                 "oneOf": [
                  {
                   "pattern": "^\\s*\\S(?:[\\s\\S]{0,253}\\S)?\\s*$",
                   "type": "string",
                   "x-semantics": "after trimming 1 to 255 characters"
                  },
                  {
                   "type": "null"
                  }
                 ]
                },
                "volume_id": {
                 "$ref": "#/$defs/Uuid"
                }
               },
               "required": [
                "volume_id"
               ],
               "type": "object"
              }
             },
             "required": [
              "transfer"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/os-volume-transfer/{id}/accept",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "accept": {
               "additionalProperties": false,
               "properties": {
                "auth_key": {
                 "type": [
                  "string",
                  "integer"
                 ]
                }
               },
               "required": [
                "auth_key"
               ],
               "type": "object"
              }
             },
             "required": [
              "accept"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
