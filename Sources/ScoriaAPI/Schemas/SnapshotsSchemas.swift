// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let snapshots: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/snapshots",
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
                "display_name": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "force": {
                 "$ref": "#/$defs/BooleanLike"
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
                "volume_id": {
                 "oneOf": [
                  {
                   "$ref": "#/$defs/Uuid"
                  },
                  {
                   "type": "null"
                  }
                 ]
                }
               },
               "required": [
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
        RequestSchemaSource(
            verb: .post,
            path: "/snapshots/{id}/action",
            action: "os-force_delete",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-force_delete": {}
             },
             "required": [
              "os-force_delete"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/snapshots/{id}/action",
            action: "os-reset_status",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-reset_status": {
               "additionalProperties": false,
               "properties": {
                "status": {
                 "type": "string",
                 "x-case-insensitive-enum": [
                  "error",
                  "available",
                  "creating",
                  "deleting",
                  "deleted",
                  "updating",
                  "error_deleting",
                  "unmanaging",
                  "backing-up",
                  "restoring"
                 ]
                }
               },
               "required": [
                "status"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-reset_status"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/snapshots/{id}/action",
            action: "os-unmanage",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-unmanage": {}
             },
             "required": [
              "os-unmanage"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/snapshots/{id}/action",
            action: "os-update_snapshot_status",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-update_snapshot_status": {
               "additionalProperties": false,
               "properties": {
                "progress": {
                 "pattern": "^$|^(100|[0-9]{1,2})%$",
                 "x-semantics": "integer percentage"
                },
                "status": {
                 "type": "string"
                }
               },
               "required": [
                "status"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-update_snapshot_status"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/snapshots/{snapshot_id}/metadata",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": true,
             "properties": {
              "metadata": {
               "additionalProperties": false,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. ]{1,255}$": {
                 "description": "The snapshot metadata value.",
                 "maxLength": 255,
                 "type": "string"
                }
               },
               "type": "object"
              }
             },
             "required": [
              "metadata"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/snapshots/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "snapshot": {
               "additionalProperties": false,
               "anyOf": [
                {
                 "required": [
                  "name"
                 ]
                },
                {
                 "required": [
                  "description"
                 ]
                },
                {
                 "required": [
                  "display_name"
                 ]
                },
                {
                 "required": [
                  "display_description"
                 ]
                }
               ],
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
                "display_description": {
                 "maxLength": 255,
                 "minLength": 0,
                 "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u2028\\u2029]*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "no character of Unicode categories C*, Zl, Zp, and only the first plane; the pattern is an approximation"
                },
                "display_name": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
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
                }
               },
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
        RequestSchemaSource(
            verb: .put,
            path: "/snapshots/{snapshot_id}/metadata",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": true,
             "properties": {
              "metadata": {
               "additionalProperties": false,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. ]{1,255}$": {
                 "description": "The snapshot metadata value.",
                 "maxLength": 255,
                 "type": "string"
                }
               },
               "type": "object"
              }
             },
             "required": [
              "metadata"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/snapshots/{snapshot_id}/metadata/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": true,
             "properties": {
              "meta": {
               "additionalProperties": false,
               "maxProperties": 1,
               "minProperties": 1,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. ]{1,255}$": {
                 "description": "The snapshot metadata value.",
                 "maxLength": 255,
                 "type": "string"
                }
               },
               "type": "object"
              }
             },
             "required": [
              "meta"
             ],
             "type": "object"
            }
            """##
        ),
    ]
}
