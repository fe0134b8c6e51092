// swift-format-ignore-file
// Made by scripts/generate-schemas from Schemas/JSON: change those and run it again.

extension RequestSchemaSource {
    /// What the schemas mean by `#/$defs/NAME`.
    static let definitions = ##"""
    {
     "BooleanLike": {
      "enum": [
       true,
       "True",
       "TRUE",
       "true",
       "1",
       "ON",
       "On",
       "on",
       "YES",
       "Yes",
       "yes",
       "y",
       "t",
       false,
       "False",
       "FALSE",
       "false",
       "0",
       "OFF",
       "Off",
       "off",
       "NO",
       "No",
       "no",
       "n",
       "f"
      ],
      "title": "a boolean, or one of the usual words such as \"true\" and \"no\""
     },
     "Uuid": {
      "pattern": "^(urn:)?(uuid:)?\\{?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\\}?$",
      "title": "a UUID",
      "type": "string"
     }
    }
    """##
}
