// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    static let volumes: [RequestSchemaSource] = [
        RequestSchemaSource(
            verb: .post,
            path: "/volumes",
            action: nil,
            minimum: Microversion(0),
            maximum: Microversion(12),
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "OS-SCH-HNT:scheduler_hints": {
               "type": [
                "object",
                "null"
               ]
              },
              "volume": {
               "additionalProperties": true,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "consistencygroup_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "imageRef": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "image_id": {
                 "maxLength": 255,
                 "minLength": 0,
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
                "multiattach": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/BooleanLike"
                  }
                 ]
                },
                "name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "size": {
                 "maximum": 2147483647,
                 "minimum": 1,
                 "pattern": "^[0-9]+$",
                 "type": [
                  "integer",
                  "string",
                  "null"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text"
                },
                "snapshot_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "source_volid": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
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
            path: "/volumes",
            action: nil,
            minimum: Microversion(13),
            maximum: Microversion(46),
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "OS-SCH-HNT:scheduler_hints": {
               "type": [
                "object",
                "null"
               ]
              },
              "volume": {
               "additionalProperties": true,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "consistencygroup_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "group_id": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "imageRef": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "image_id": {
                 "maxLength": 255,
                 "minLength": 0,
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
                "multiattach": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/BooleanLike"
                  }
                 ]
                },
                "name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "size": {
                 "maximum": 2147483647,
                 "minimum": 1,
                 "pattern": "^[0-9]+$",
                 "type": [
                  "integer",
                  "string",
                  "null"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text"
                },
                "snapshot_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "source_volid": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
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
            path: "/volumes",
            action: nil,
            minimum: Microversion(47),
            maximum: Microversion(52),
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "OS-SCH-HNT:scheduler_hints": {
               "type": [
                "object",
                "null"
               ]
              },
              "volume": {
               "additionalProperties": true,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "backup_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "consistencygroup_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "group_id": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "imageRef": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "image_id": {
                 "maxLength": 255,
                 "minLength": 0,
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
                "multiattach": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/BooleanLike"
                  }
                 ]
                },
                "name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "size": {
                 "maximum": 2147483647,
                 "minimum": 1,
                 "pattern": "^[0-9]+$",
                 "type": [
                  "integer",
                  "string",
                  "null"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text"
                },
                "snapshot_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "source_volid": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
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
            path: "/volumes",
            action: nil,
            minimum: Microversion(53),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "OS-SCH-HNT:scheduler_hints": {
               "type": [
                "object",
                "null"
               ]
              },
              "volume": {
               "additionalProperties": false,
               "properties": {
                "availability_zone": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "backup_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "consistencygroup_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "group_id": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "imageRef": {
                 "maxLength": 255,
                 "minLength": 0,
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "image_id": {
                 "maxLength": 255,
                 "minLength": 0,
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
                "multiattach": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/BooleanLike"
                  }
                 ]
                },
                "name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "size": {
                 "maximum": 2147483647,
                 "minimum": 1,
                 "pattern": "^[0-9]+$",
                 "type": [
                  "integer",
                  "string",
                  "null"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text"
                },
                "snapshot_id": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
                 ]
                },
                "source_volid": {
                 "oneOf": [
                  {
                   "type": "null"
                  },
                  {
                   "$ref": "#/$defs/Uuid"
                  }
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
            path: "/volumes/{id}/action",
            action: "os-attach",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-attach": {
               "additionalProperties": false,
               "anyOf": [
                {
                 "required": [
                  "instance_uuid"
                 ]
                },
                {
                 "required": [
                  "host_name"
                 ]
                }
               ],
               "properties": {
                "host_name": {
                 "maxLength": 255,
                 "type": "string"
                },
                "instance_uuid": {
                 "$ref": "#/$defs/Uuid"
                },
                "mode": {
                 "enum": [
                  "rw",
                  "ro"
                 ],
                 "type": "string"
                },
                "mountpoint": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": "string"
                }
               },
               "required": [
                "mountpoint"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-attach"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-begin_detaching",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-begin_detaching": {}
             },
             "required": [
              "os-begin_detaching"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-detach",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-detach": {
               "additionalProperties": false,
               "properties": {
                "attachment_id": {
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
               "type": [
                "object",
                "null"
               ]
              }
             },
             "required": [
              "os-detach"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-extend",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-extend": {
               "additionalProperties": false,
               "properties": {
                "new_size": {
                 "maximum": 2147483647,
                 "minimum": 1,
                 "pattern": "^[0-9]+$",
                 "type": [
                  "integer",
                  "string"
                 ],
                 "x-numeric-text": "minimum and maximum also apply to the number written as text"
                }
               },
               "required": [
                "new_size"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-extend"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-extend_volume_completion",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-extend_volume_completion": {
               "additionalProperties": false,
               "properties": {
                "error": {
                 "type": [
                  "string",
                  "null",
                  "boolean"
                 ]
                }
               },
               "type": "object"
              }
             },
             "required": [
              "os-extend_volume_completion"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
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
            path: "/volumes/{id}/action",
            action: "os-force_detach",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-force_detach": {
               "additionalProperties": false,
               "properties": {
                "attachment_id": {
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "connector": {
                 "type": [
                  "string",
                  "object",
                  "null"
                 ]
                }
               },
               "type": "object"
              }
             },
             "required": [
              "os-force_detach"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-initialize_connection",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-initialize_connection": {
               "additionalProperties": false,
               "properties": {
                "connector": {
                 "type": [
                  "object",
                  "string"
                 ]
                }
               },
               "required": [
                "connector"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-initialize_connection"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-reserve",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-reserve": {}
             },
             "required": [
              "os-reserve"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
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
                "attach_status": {
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-case-insensitive-enum": [
                  "attached",
                  "detached"
                 ],
                 "x-emptyAllowed": true
                },
                "migration_status": {
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-case-insensitive-enum": [
                  "migrating",
                  "error",
                  "success",
                  "completing",
                  "none",
                  "starting"
                 ],
                 "x-emptyAllowed": true
                },
                "status": {
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-case-insensitive-enum": [
                  "creating",
                  "available",
                  "deleting",
                  "error",
                  "error_deleting",
                  "error_managing",
                  "managing",
                  "attaching",
                  "in-use",
                  "detaching",
                  "maintenance",
                  "restoring-backup",
                  "error_restoring",
                  "reserved",
                  "awaiting-transfer",
                  "backing-up",
                  "error_backing-up",
                  "error_extending",
                  "downloading",
                  "uploading",
                  "retyping",
                  "extending"
                 ],
                 "x-emptyAllowed": true
                }
               },
               "type": "object",
               "x-nonEmptyAny": [
                "status",
                "attach_status",
                "migration_status"
               ],
               "x-semantics": "at least one of status, attach_status, migration_status must be non-empty"
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
            path: "/volumes/{id}/action",
            action: "os-roll_detaching",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-roll_detaching": {}
             },
             "required": [
              "os-roll_detaching"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-set_bootable",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-set_bootable": {
               "additionalProperties": false,
               "properties": {
                "bootable": {
                 "$ref": "#/$defs/BooleanLike"
                }
               },
               "required": [
                "bootable"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-set_bootable"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-set_image_metadata",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-set_image_metadata": {
               "additionalProperties": false,
               "properties": {
                "metadata": {
                 "additionalProperties": false,
                 "patternProperties": {
                  "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
                   "type": "string",
                   "x-maxBytes": 65535,
                   "x-semantics": "at most 65535 bytes in UTF-8"
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
             },
             "required": [
              "os-set_image_metadata"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-show_image_metadata",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-show_image_metadata": {}
             },
             "required": [
              "os-show_image_metadata"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-terminate_connection",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-terminate_connection": {
               "additionalProperties": false,
               "properties": {
                "connector": {
                 "type": [
                  "string",
                  "object",
                  "null"
                 ]
                }
               },
               "required": [
                "connector"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-terminate_connection"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
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
            path: "/volumes/{id}/action",
            action: "os-unreserve",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-unreserve": {}
             },
             "required": [
              "os-unreserve"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-unset_image_metadata",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-unset_image_metadata": {
               "additionalProperties": false,
               "properties": {
                "key": {
                 "maxLength": 255,
                 "minLength": 1,
                 "type": "string"
                }
               },
               "required": [
                "key"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-unset_image_metadata"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "os-update_readonly_flag",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "os-update_readonly_flag": {
               "additionalProperties": false,
               "properties": {
                "readonly": {
                 "$ref": "#/$defs/BooleanLike"
                }
               },
               "required": [
                "readonly"
               ],
               "type": "object"
              }
             },
             "required": [
              "os-update_readonly_flag"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{id}/action",
            action: "revert",
            minimum: Microversion(40),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "revert": {
               "additionalProperties": true,
               "properties": {
                "snapshot_id": {
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
              "revert"
             ],
             "type": "object"
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes",
            action: "OS-SCH-HNT:scheduler_hints",
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": true,
             "properties": {
              "different_host": {
               "anyOf": [
                {
                 "$ref": "#/$defs/Uuid"
                },
                {
                 "items": {
                  "$ref": "#/$defs/Uuid"
                 },
                 "type": "array",
                 "uniqueItems": true
                }
               ]
              },
              "local_to_instance": {
               "anyOf": [
                {
                 "type": "null"
                },
                {
                 "$ref": "#/$defs/Uuid"
                }
               ]
              },
              "query": {
               "type": [
                "string",
                "object"
               ],
               "x-semantics": "JSON text for JsonFilter"
              },
              "same_host": {
               "anyOf": [
                {
                 "$ref": "#/$defs/Uuid"
                },
                {
                 "items": {
                  "$ref": "#/$defs/Uuid"
                 },
                 "type": "array",
                 "uniqueItems": true
                }
               ]
              }
             },
             "type": [
              "object",
              "null"
             ]
            }
            """##
        ),
        RequestSchemaSource(
            verb: .post,
            path: "/volumes/{volume_id}/metadata",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "metadata": {
               "additionalProperties": false,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
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
            path: "/volumes/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: Microversion(52),
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "volume": {
               "additionalProperties": false,
               "properties": {
                "description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "metadata": {
                 "additionalProperties": false,
                 "patternProperties": {
                  "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
                   "maxLength": 255,
                   "type": "string"
                  }
                 },
                 "type": "object"
                },
                "name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                }
               },
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
            verb: .put,
            path: "/volumes/{id}",
            action: nil,
            minimum: Microversion(53),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "volume": {
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
                },
                {
                 "required": [
                  "metadata"
                 ]
                }
               ],
               "properties": {
                "description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_description": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "display_name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                },
                "metadata": {
                 "additionalProperties": false,
                 "patternProperties": {
                  "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
                   "maxLength": 255,
                   "type": "string"
                  }
                 },
                 "type": "object"
                },
                "name": {
                 "pattern": "^\\s*(?:\\S(?:[\\s\\S]{0,253}\\S)?)?\\s*$",
                 "type": [
                  "string",
                  "null"
                 ],
                 "x-semantics": "empty allowed; after trimming at most 255 characters"
                }
               },
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
            verb: .put,
            path: "/volumes/{volume_id}/metadata",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "metadata": {
               "additionalProperties": false,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
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
            path: "/volumes/{volume_id}/metadata/{id}",
            action: nil,
            minimum: Microversion(0),
            maximum: .maximum,
            json: ##"""
            {
             "additionalProperties": false,
             "properties": {
              "meta": {
               "additionalProperties": false,
               "maxProperties": 1,
               "minProperties": 1,
               "patternProperties": {
                "^[a-zA-Z0-9\\-_:. /]{1,255}$": {
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
