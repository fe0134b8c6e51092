// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let snapshotManage: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/os-snapshot-manage",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "snapshot": {
               "additionalProperties": false,
               "properties": {
                "description": {
                 "maxLength": 255,
                 "minLength": 0,
                 "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u2028\\u2029]*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "no character of Unicode categories C*, Zl, Zp, and only the first plane; the pattern is an approximation"
                },
                "metadata": {
                 "additionalProperties": false,
                 "patternProperties": {
                  "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
                   "maxLength": 255,
                   "type": "string"
                  }
                 },
                 "type": [
                  "object",
                  "null"
                 ]
                },
                "name": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "ref": {
                 "type": [
                  "object",
                  "null",
                  "string"
                 ]
                },
                "volume_id": {
                 "$ref": "#/$defs/Uuid"
                }
               },
               "required": [
                "ref",
                "volume_id"
               ],
               "type": "object"
              }
             },
             "required": [
              "snapshot"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
