// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let types: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/types",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "volume_type": {
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
                "extra_specs": {
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
                },
                "name": {
                 "maxLength": 255,
                 "minLength": 1,
                 "pattern": "\\S",
                 "type": "string",
                 "x-semantics": "must contain a non-blank character; message mentions name"
                },
                "os-volume-type-access:is_public": {
                 "$ref": "#/$defs/BooleanLike"
                }
               },
               "required": [
                "name"
               ],
               "type": "object"
              }
             },
             "required": [
              "volume_type"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{id}/action",
            action: "addProjectAccess",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "addProjectAccess": {
               "additionalProperties": false,
               "properties": {
                "project": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": "string"
                }
               },
               "required": [
                "project"
               ],
               "type": "object"
              }
             },
             "required": [
              "addProjectAccess"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{id}/action",
            action: "create",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "properties": {
              "create": {}
             },
             "required": [
              "create"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{id}/action",
            action: "delete",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "properties": {
              "delete": {}
             },
             "required": [
              "delete"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{id}/action",
            action: "removeProjectAccess",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "removeProjectAccess": {
               "additionalProperties": false,
               "properties": {
                "project": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": "string"
                }
               },
               "required": [
                "project"
               ],
               "type": "object"
              }
             },
             "required": [
              "removeProjectAccess"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{id}/action",
            action: "update",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "properties": {
              "update": {}
             },
             "required": [
              "update"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{type_id}/encryption",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "encryption": {
               "additionalProperties": true,
               "properties": {
                "cipher": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "control_location": {
                 "enum": [
                  "front-end",
                  "back-end"
                 ]
                },
                "key_size": {
                 "maximum": 2147483647,
                 "minimum": 0,
                 "pattern": "^(0|[1-9][0-9]*)$",
                 "type": [
                  "string",
                  "integer",
                  "null"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text",
                 "x-semantics": "integer or integer text"
                },
                "provider": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": "string"
                }
               },
               "required": [
                "control_location",
                "provider"
               ],
               "type": "object"
              }
             },
             "required": [
              "encryption"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/types/{type_id}/extra_specs",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "extra_specs": {
               "additionalProperties": false,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:.]{1,255}$": {
                 "maxLength": 255,
                 "minLength": 0,
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
              "extra_specs"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/types/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "volume_type": {
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
                "is_public": {
                 "$ref": "#/$defs/BooleanLike"
                },
                "name": {
                 "maxLength": 255,
                 "minLength": 1,
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
              "volume_type"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/types/{type_id}/encryption/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "encryption": {
               "additionalProperties": true,
               "properties": {
                "cipher": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "control_location": {
                 "enum": [
                  "front-end",
                  "back-end"
                 ]
                },
                "key_size": {
                 "maximum": 2147483647,
                 "minimum": 0,
                 "pattern": "^(0|[1-9][0-9]*)$",
                 "type": [
                  "string",
                  "integer",
                  "null"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text",
                 "x-semantics": "integer or integer text"
                },
                "provider": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": "string"
                }
               },
               "type": "object"
              }
             },
             "required": [
              "encryption"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/types/{type_id}/extra_specs/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "maxProperties": 1,
             "minProperties": 1,
             "patternProperties": {
              "^[a-zA-Z0-9\\-_:.]{1,255}$": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
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
