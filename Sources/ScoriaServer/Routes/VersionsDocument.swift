internal import ScoriaAPI
internal import ScoriaModel

/// The body of `/` and `/v3/`: which versions there are and where, the same for both in the field.
enum VersionsDocument {
    /// The document for a client that reached the service at `endpoint`.
    static func body(endpoint: String) -> [UInt8] {
        let version: JSONValue = [
            "id": "v3.0",
            "status": "CURRENT",
            "version": .string(Microversion.maximum.description),
            "min_version": .string(Microversion.minimum.description),
            "updated": "2023-08-31T00:00:00Z",
            "links": [
                ["rel": "describedby", "type": "text/html", "href": "https://docs.openstack.org/"],
                ["rel": "self", "href": .string(endpoint + "/v3/")],
            ],
            "media-types": [["base": "application/json", "type": "application/vnd.openstack.volume+json;version=3"]],
        ]
        let document: JSONValue = ["versions": [version]]
        return document.serialized()
    }
}
