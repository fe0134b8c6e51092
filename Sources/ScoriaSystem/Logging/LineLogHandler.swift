public import Logging
import ScoriaModel

/// Writes each log record as one line, for people or for collectors.
///
/// Whatever a message or a value holds, it stays within its line and its field: line breaks and control characters are escaped, so
/// that nobody can forge a record by the name of a volume.
public struct LineLogHandler: LogHandler {
    /// The form of a line.
    public enum Format: Sendable {
        /// `time level message key=value …`
        case text
        /// One JSON object.
        case json
    }

    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: Format
    private let clock: WallClock
    private let sink: LogSink

    /// A handler of one logger, for `LoggingSystem.bootstrap`.
    public init(
        label: String,
        level: Logger.Level,
        format: Format,
        clock: WallClock = .system,
        sink: LogSink = .standardError,
        metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.label = label
        self.format = format
        self.clock = clock
        self.sink = sink
        self.metadataProvider = metadataProvider
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var merged = metadataProvider?.get() ?? [:]
        merged.merge(metadata) { _, ofHandler in ofHandler }
        if let ofEvent = event.metadata { merged.merge(ofEvent) { _, ofEvent in ofEvent } }
        if let error = event.error { merged["error"] = "\(error)" }
        let record = LogRecord(
            time: clock.now(),
            level: event.level.rawValue,
            label: label,
            message: event.message.description,
            metadata: merged.sorted { $0.key < $1.key }
        )
        switch format {
        case .text: sink.write(record.textLine)
        case .json: sink.write(record.jsonLine)
        }
    }
}

/// One record, ready to be written.
struct LogRecord {
    let time: Timestamp
    let level: String
    let label: String
    let message: String
    let metadata: [(key: String, value: Logger.MetadataValue)]
}
