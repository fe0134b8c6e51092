// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let services: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/disable-log-reason",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "anyOf": [
              {
               "required": [
                "binary"
               ]
              },
              {
               "required": [
                "service"
               ]
              }
             ],
             "properties": {
              "binary": {
               "maxLength": 255,
               "minLength": 1,
               "type": "string"
              },
              "cluster": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "disabled_reason": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
               "type": "string",
               "x-semantics": "after trimming 1 to 255 characters"
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
              "service": {
               "maxLength": 255,
               "minLength": 1,
               "type": "string"
              }
             },
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/disable",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "anyOf": [
              {
               "required": [
                "binary"
               ]
              },
              {
               "required": [
                "service"
               ]
              }
             ],
             "properties": {
              "binary": {
               "maxLength": 255,
               "minLength": 1,
               "type": "string"
              },
              "cluster": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
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
              "service": {
               "maxLength": 255,
               "minLength": 1,
               "type": "string"
              }
             },
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/enable",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "anyOf": [
              {
               "required": [
                "binary"
               ]
              },
              {
               "required": [
                "service"
               ]
              }
             ],
             "properties": {
              "binary": {
               "maxLength": 255,
               "minLength": 1,
               "type": "string"
              },
              "cluster": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
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
              "service": {
               "maxLength": 255,
               "minLength": 1,
               "type": "string"
              }
             },
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/freeze",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "cluster": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "host": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "^[a-zA-Z0-9\\-._#@:/+\\[\\]]*$",
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
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/get-log",
            action: nil,
            minimum: Microversion(32),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "binary": {
               "enum": [
                "cinder-scheduler",
                "cinder-volume",
                "cinder-backup",
                "cinder-api",
                "",
                "*"
               ],
               "type": "string"
              },
              "prefix": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "server": {
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
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/set-log",
            action: nil,
            minimum: Microversion(32),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "binary": {
               "enum": [
                "cinder-scheduler",
                "cinder-volume",
                "cinder-backup",
                "cinder-api",
                "",
                "*"
               ],
               "type": "string"
              },
              "level": {
               "type": "string",
               "x-case-insensitive-enum": [
                "critical",
                "error",
                "warning",
                "info",
                "debug"
               ],
               "x-semantics": "log level name, any case; warn is refused"
              },
              "prefix": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "server": {
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
        RequestSchemaSource(
            verb: .put,
            path: "/os-services/thaw",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "cluster": {
               "maxLength": 255,
               "minLength": 0,
               "type": [
                "string",
                "null"
               ]
              },
              "host": {
               "maxLength": 255,
               "minLength": 1,
               "pattern": "^[a-zA-Z0-9\\-._#@:/+\\[\\]]*$",
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
