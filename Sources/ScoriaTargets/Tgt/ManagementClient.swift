internal import Glibc
internal import NIOPosix

/// Speaks tgtd's management protocol over its Unix socket, one connection a request.
///
/// We speak it ourselves because `tgtadm` takes passwords on its command line, where everybody on the machine can read them.
/// The socket calls block, so they run on NIO's pool of threads and not on Swift's.
struct TgtManagementClient: Sendable {
    let socketPath: String
    /// The name of tgtd's low level driver: `iscsi`, or `iser` one day.
    let driver: String
    let deadlineSeconds: Double
    private let pool = NIOThreadPool.singleton

    init(socketPath: String, driver: String, deadlineSeconds: Double) {
        self.socketPath = socketPath
        self.driver = driver
        self.deadlineSeconds = deadlineSeconds
    }

    /// Sends the request and gives back the text of the answer.
    ///
    /// Throws a ``TgtFailure``. A cancelled task sends it all the same: a target must not stay half-changed, and the deadline bounds it.
    @discardableResult
    func send(_ request: TgtRequest) async throws -> String {
        let bytes = request.encoded(driver: driver)
        let name = request.description
        let work = Task { [pool, socketPath, deadlineSeconds] in
            try await pool.runIfActive {
                let conversation = try TgtConversation(socketPath: socketPath, deadlineSeconds: deadlineSeconds)
                do {
                    return try conversation.exchange(bytes, name: name)
                } catch let problem as TgtConversation.Problem {
                    throw problem.failure(of: name)
                }
            }
        }
        return try await work.value
    }

    /// The process that listens on the socket, as the kernel knows it; a pid file could be stale.
    func serverProcess() async throws -> Int32 {
        try await pool.runIfActive { [socketPath, deadlineSeconds] in
            try TgtConversation(socketPath: socketPath, deadlineSeconds: deadlineSeconds).peerProcess()
        }
    }
}

/// One connection to tgtd's control socket, for blocking use within a deadline.
private struct TgtConversation: ~Copyable {
    /// Something went wrong after the connection was made.
    enum Problem: Error {
        case deadline
        case cut
        case other(String)

        func failure(of request: String) -> TgtFailure {
            switch self {
            case .deadline: .unanswered(request: request, why: "no answer within the deadline")
            case .cut: .cut(request: request)
            case .other(let why): .unanswered(request: request, why: why)
            }
        }
    }

    /// How often to look whether tgtd still lives while it does not answer.
    private static let glance = Duration.milliseconds(100)

    private let descriptor: Int32
    private let deadline: ContinuousClock.Instant

    init(socketPath: String, deadlineSeconds: Double) throws {
        deadline = .now + .seconds(deadlineSeconds)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw TgtFailure.unreachable(errorText()) }
        guard var address = unixAddress(socketPath) else { throw TgtFailure.unreachable("the socket path is too long") }
        // A Unix socket connects at once, except that a full backlog says EAGAIN without any event to wait for.
        while true {
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            if result == 0 { break }
            guard errno == EAGAIN || errno == EINTR, ContinuousClock.now < deadline else {
                throw TgtFailure.unreachable("\(errorText()) on \(socketPath)")
            }
            poll(nil, 0, 1)
        }
        // tgtd's logger is a second process that inherits the listening socket and can outlive it: then the kernel
        // accepts connections that nobody will ever serve.
        guard !isGone(try peerProcess()) else { throw TgtFailure.unreachable("tgtd has ended, which listened on \(socketPath)") }
    }

    deinit { close(descriptor) }

    func exchange(_ request: [UInt8], name: String) throws -> String {
        try write(request)
        guard let response = TgtResponse(try read(TgtResponse.headerLength)) else {
            throw Problem.cut
        }
        guard response.status == .success else { throw TgtFailure.refused(request: name, response.status) }
        let text = try read(response.textLength)
        guard text.count == response.textLength else { throw Problem.cut }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    func peerProcess() throws -> Int32 {
        // struct ucred: process, user, group.
        var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, credentials.0 > 0 else {
            throw TgtFailure.unreachable(errorText())
        }
        return credentials.0
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { sent += count } else { try wait(for: POLLOUT) }
        }
    }

    /// Reads that many bytes, fewer only when tgtd closes the connection before.
    private func read(_ length: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        var received = 0
        while received < length {
            let count = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + received }, length - received, 0)
            }
            if count == 0 { return Array(bytes.prefix(received)) }
            if count > 0 { received += count } else { try wait(for: POLLIN) }
        }
        return bytes
    }

    /// After a call that would block: waits until it would not, at most to the deadline.
    private func wait(for event: Int32) throws {
        switch errno {
        case EAGAIN, EINTR: break
        case EPIPE, ECONNRESET: throw Problem.cut
        default: throw Problem.other(errorText())
        }
        let left = deadline - .now
        guard left > .zero else { throw Problem.deadline }
        var watched = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        let result = poll(&watched, 1, Int32(min(left, Self.glance) / .milliseconds(1)) + 1)
        if result == 0, isGone(try peerProcess()) { throw Problem.cut }
    }
}

/// The address of a Unix socket; nil when the path does not fit.
private func unixAddress(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
        guard bytes.count < room.count else { return false }
        room.copyBytes(from: bytes)
        return true
    }
    return fits ? address : nil
}

/// What `errno` means, in the system's words.
func errorText(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
