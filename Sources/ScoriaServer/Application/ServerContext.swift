public import Hummingbird
internal import NIOCore

/// What Hummingbird hands to the responder beside the request: only the connection, for deadlines.
public struct ServerContext: InitializableFromSource {
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}
