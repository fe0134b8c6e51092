public import ScoriaModel

/// An image of the image service, as a driver needs to know it.
public struct ImageDescription: Sendable, Hashable {
    /// One place where the image service keeps the image's bytes.
    public struct Location: Sendable, Hashable {
        /// Such as `rbd://fsid/pool/image/snapshot` or `cinder://volume-id`.
        public let url: String
        public let metadata: [String: JSONValue]

        /// A place of an image.
        public init(url: String, metadata: [String: JSONValue] = [:]) {
            self.url = url
            self.metadata = metadata
        }
    }

    public let id: String
    public let diskFormat: String
    public let containerFormat: String
    public let size: ByteCount?
    /// The size that a guest sees; nil when the image service does not know it.
    public let virtualSize: ByteCount?
    /// Where the bytes lie; empty when the image service does not tell.
    public let locations: [Location]
    public let properties: [String: String]

    /// An image.
    public init(
        id: String,
        diskFormat: String,
        containerFormat: String,
        size: ByteCount?,
        virtualSize: ByteCount?,
        locations: [Location] = [],
        properties: [String: String] = [:]
    ) {
        self.id = id
        self.diskFormat = diskFormat
        self.containerFormat = containerFormat
        self.size = size
        self.virtualSize = virtualSize
        self.locations = locations
        self.properties = properties
    }
}

/// The bytes of images, for drivers that move them themselves.
public protocol ImageTransport: Sendable {
    /// Writes the image's guest-visible bytes to a file or device, in whatever format the image is.
    func download(_ image: ImageDescription, toPath path: String, progress: ProgressReport) async throws

    /// Makes the bytes of a file or device the data of an image.
    func upload(_ image: ImageDescription, fromPath path: String, progress: ProgressReport) async throws
}

/// A backend that can make a volume of an image without copying its bytes (`driver-interface.md` 2.2).
public protocol ImageCloneDriver: VolumeDriver {
    /// Makes a volume that begins with the image's bytes and has its own size.
    ///
    /// Nil when this image cannot be cloned here: the service downloads it. Not called for encrypted volumes.
    func cloneImage(_ image: ImageDescription, to volume: Volume) async throws -> ProviderUpdate?
}

/// A backend that moves images between itself and the image service in its own way.
///
/// Without it the service attaches the volume and copies.
public protocol ImageCopyDriver: VolumeDriver {
    /// Fills the volume, which is there already, with the image's bytes.
    func copyImage(_ image: ImageDescription, to volume: Volume, through transport: any ImageTransport, progress: ProgressReport)
        async throws

    /// Makes the volume's bytes the data of the image.
    func copyVolume(_ volume: Volume, to image: ImageDescription, through transport: any ImageTransport, progress: ProgressReport)
        async throws

    /// Removes what an interrupted download has left beside the volume.
    ///
    /// Repeatable.
    func clearDownload(_ volume: Volume) async throws
}
