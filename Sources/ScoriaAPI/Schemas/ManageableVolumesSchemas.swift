// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let manageableVolumes: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/manageable_volumes",
            action: nil,
            minimum: Microversion(16),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "volume": {
               "additionalProperties": false,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "bootable": {
                 "$ref": "#/$defs/BooleanLike"
                },
                "cluster": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
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
                "host": {
                 "maxLength": 255,
                 "minLength": 1,
                 "pattern": "^[a-zA-Z0-9\\-._#@:/+\\[\\]]*$",
                 "type": [
                  "string",
                  "null"
                 ]
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
                  "string"
                 ]
                },
                "volume_type": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                }
               },
               "required": [
                "ref"
               ],
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
            path: "/manageable_volumes",
            action: nil,
            minimum: Microversion(8),
            maximum: Microversion(15),
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "volume": {
               "additionalProperties": false,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "bootable": {
                 "$ref": "#/$defs/BooleanLike"
                },
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
                "host": {
                 "maxLength": 255,
                 "minLength": 1,
                 "pattern": "^[a-zA-Z0-9\\-._#@:/+\\[\\]]*$",
                 "type": [
                  "string",
                  "null"
                 ]
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
                  "string"
                 ]
                },
                "volume_type": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                }
               },
               "required": [
                "ref"
               ],
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
    ]
}
