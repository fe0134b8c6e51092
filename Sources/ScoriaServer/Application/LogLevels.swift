public import Logging
internal import Synchronization

/// The log level of the running program, as `os-services/set-log` changes it.
///
/// The program's log handlers ask it for each line, so that a change holds at once.
public final class LogLevels: Sendable {
    private let level: Mutex<Logger.Level>

    /// Starts at a level.
    public init(_ level: Logger.Level = .info) {
        self.level = Mutex(level)
    }

    /// The level from which lines are written.
    public var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }

    /// The name of the one logger, for the API.
    static let loggerName = "scoria"

    /// The level in the field's words.
    var word: String {
        switch current {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }

    /// Takes over a level in the field's words, in any case.
    func take(word: String) {
        switch word.lowercased() {
        case "debug": current = .debug
        case "info": current = .info
        case "warning": current = .warning
        case "error": current = .error
        case "critical": current = .critical
        default: return
        }
    }
}

/// Lets the level of another handler be changed while the program runs.
///
/// A logger whose own level is set keeps that one.
public struct AdjustableLogHandler: LogHandler {
    private var inner: any LogHandler
    private let levels: LogLevels
    private var own: Logger.Level?

    /// Lets `levels` decide what `inner` writes.
    public init(_ inner: any LogHandler, levels: LogLevels) {
        self.inner = inner
        self.levels = levels
        self.inner.logLevel = .trace
    }

    public var logLevel: Logger.Level {
        get { own ?? levels.current }
        set { own = newValue }
    }

    public var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue }
    }

    public func log(event: LogEvent) { inner.log(event: event) }
}
