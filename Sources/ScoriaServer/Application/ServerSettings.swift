public import ScoriaModel

/// What the operator may set about the HTTP server.
public struct ServerSettings: Sendable {
    /// The address to listen on; option `osapi_volume_listen`.
    public var host = "127.0.0.1"
    /// The TCP port to listen on, 0 for any free one; option `osapi_volume_listen_port`.
    public var port = 8776
    /// The URL that clients use, when a proxy stands between; option `public_endpoint`.
    public var publicEndpoint: String?
    /// Whether the listener itself speaks TLS; option `osapi_volume_use_ssl`.
    public var usesTLS = false
    /// Whether a proxy may say how the client reached it; option `enable_proxy_headers_parsing`.
    ///
    /// Clients can send the same headers, so that this is for services which only a proxy reaches.
    public var believesProxy = false
    /// The largest body in bytes that is read; option `max_request_body_size`.
    public var maxRequestBodySize = 114_688
    /// The most bytes of one header line; all of a request may have four times as many.
    ///
    /// Option `max_header_line`.
    public var maxHeaderSize = 16384
    /// JSON of the list filters that users may use; nil for the field's; option `resource_query_filters_file`.
    public var resourceFilters: String?
    /// The most items of a list in one answer; option `osapi_max_limit`.
    public var maxListLimit = 1000
    /// What one client, or all together, may take.
    public var limits = ServerLimits()
    /// After how many seconds without a byte a connection is closed; option `client_socket_timeout`.
    public var idleTimeoutSeconds = 900
    /// The file whose existence makes `/healthcheck` answer 503; option `disable_by_file_path`.
    public var healthDisableFile: String?

    /// What readers of `/metrics` on other machines show; nil lets in this machine alone; option `[metrics] bearer_token`.
    public var metricsToken: Secret?

    /// How events are streamed.
    public var streams = EventStreamSettings()

    /// The field's defaults, on loopback.
    public init() {}
}
