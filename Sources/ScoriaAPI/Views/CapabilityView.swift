public import ScoriaModel

/// The capabilities of a backend as the wire shows them.
public struct CapabilityView: Sendable {
    public var host: String
    public var vendorName: String
    public var backendName: String
    public var driverVersion: String
    public var storageProtocol: String
    public var properties: [String: JSONValue]

    /// What a backend says of itself.
    public init(
        host: String,
        vendorName: String,
        backendName: String,
        driverVersion: String,
        storageProtocol: String,
        properties: [String: JSONValue]
    ) {
        self.host = host
        self.vendorName = vendorName
        self.backendName = backendName
        self.driverVersion = driverVersion
        self.storageProtocol = storageProtocol
        self.properties = properties
    }

    /// Writes the answer to `GET /capabilities/{host}`; four members are null in the field too.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("namespace", "OS::Storage::Capabilities::\(host)")
        writer.member("vendor_name", vendorName)
        writer.member("volume_backend_name", backendName)
        writer.member("pool_name", nil as String?)
        writer.member("driver_version", driverVersion)
        writer.member("storage_protocol", storageProtocol)
        writer.member("display_name", nil as String?)
        writer.member("description", nil as String?)
        writer.member("visibility", nil as String?)
        writer.key("replication_targets")
        writer.beginArray()
        writer.endArray()
        writer.key("properties")
        writer.value(.object(properties))
        writer.endObject()
    }
}
