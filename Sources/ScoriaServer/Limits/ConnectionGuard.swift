internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import ScoriaAPI
internal import ScoriaModel

/// Keeps one connection within the limits of time, and answers what is no request.
///
/// A client that trickles its header or its body, that takes nothing of its answer, or that holds an idle connection while
/// connections run out, is let go. One timer at a time is enough: it is put off while there is nothing to wait for.
///
/// The states of the reading side and what ends them: `idle` (a byte arrives → `head`), `head` (the header is complete → `body`,
/// or `idle` when there is none), `body` (its end → `idle`), `closing` (the client closes, or a second passes).
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Reading {
        case idle
        case head
        case body
        case closing
    }

    private let limits: ServerLimits
    private let meter: LimitMeter
    private let requestIDs: RequestIDSource
    private var reading = Reading.idle
    private var hasSentBytes = false
    /// Requests whose header has been read and whose answer has not ended.
    private var unanswered = 0
    private var isAnswering = false
    /// When what is waited for must have happened; nil while nothing is.
    private var deadline: NIODeadline?
    private var timer: Scheduled<Void>?
    private var timerEnd = NIODeadline.distantFuture
    private var stallTimer: Scheduled<Void>?
    /// How long a connection may idle while connections are running out.
    private static let crowdedIdle = TimeAmount.seconds(5)
    /// How long the client has to read a last answer before its connection is cut.
    private static let lingering = TimeAmount.seconds(1)

    init(limits: ServerLimits, meter: LimitMeter, requestIDs: RequestIDSource) {
        self.limits = limits
        self.meter = meter
        self.requestIDs = requestIDs
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        // Bytes are seen before they are parsed only at the very front.
        let arrivals = ArrivalHandler { [weak self] in self?.bytesArrived(context) }
        do {
            try context.pipeline.syncOperations.addHandler(arrivals, position: .first)
            let codec = try context.pipeline.syncOperations.handler(type: HTTP1ToHTTPServerCodec.self)
            try context.pipeline.syncOperations.addHandler(LastRequestHandler(), position: .before(codec))
        } catch {
            context.fireErrorCaught(error)
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        meter.connectionOpened()
        reading = .head
        wait(.seconds(Int64(limits.headerSeconds)), context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        meter.connectionClosed()
        timer?.cancel()
        stallTimer?.cancel()
        deadline = nil
        context.fireChannelInactive()
    }

    // MARK: In

    private func bytesArrived(_ context: ChannelHandlerContext) {
        hasSentBytes = true
        guard reading == .idle else { return }
        reading = .head
        wait(.seconds(Int64(limits.headerSeconds)), context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard reading != .closing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            unanswered += 1
            if head.headerFields[.transferEncoding] != nil || (head.headerFields[.contentLength].map { $0 != "0" } ?? false) {
                reading = .body
                wait(.seconds(Int64(limits.bodySeconds)), context)
            }
        case .body: break
        case .end:
            reading = .idle
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if reading == .closing { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if reading == .closing { return }
        guard error is HTTPParserError || error is HTTP1TypeConversionError, unanswered == 0 else {
            context.fireErrorCaught(error)
            return
        }
        if error as? HTTPParserError == .headerOverflow {
            meter.refused(.headerBytes)
            answer(.headerTooLarge, "The header of the request is too long: a line of it, or all lines, or their number.", context)
        } else {
            meter.refused(.requestForm)
            answer(.badRequest, "This is no request in HTTP/1.1, or one that can be read in two ways.", context)
        }
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isAnswering = head.status.kind != .informational
        case .body: break
        case .end:
            isAnswering = false
            unanswered -= 1
            if reading == .idle, unanswered == 0 { wait(Self.crowdedIdle, context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stallTimer?.cancel()
            stallTimer = nil
        } else if stallTimer == nil {
            watchStall(waiting(context), context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Closes a connection on which nothing of the waiting bytes is taken for as long as the limit.
    private func watchStall(_ bytes: Int, _ context: ChannelHandlerContext) {
        stallTimer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(limits.stallSeconds))) { [self] in
            let left = waiting(context)
            guard !context.channel.isWritable else { return stallTimer = nil }
            if left < bytes { return watchStall(left, context) }
            meter.refused(.stallSeconds)
            context.close(promise: nil)
        }
    }

    private func waiting(_ context: ChannelHandlerContext) -> Int {
        // A channel that is closing has no options any more; then there is nothing to wait for.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    // MARK: Time

    private func wait(_ amount: TimeAmount, _ context: ChannelHandlerContext) {
        let end = NIODeadline.now() + amount
        deadline = end
        if timer == nil || end < timerEnd { arm(end, context) }
    }

    /// Arms the timer; one that ends too early finds nothing to do and arms itself again, which costs less than a timer per request.
    private func arm(_ end: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timerEnd = end
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: end) { [self] in
            timer = nil
            guard let deadline else { return }
            if deadline > .now() { arm(deadline, context) } else { timeIsOver(context) }
        }
    }

    private func timeIsOver(_ context: ChannelHandlerContext) {
        deadline = nil
        switch reading {
        case .idle:
            // The server's own idle timeout is the longer one; this makes room only when it is needed.
            guard meter.isCrowded, unanswered == 0 else { return wait(Self.crowdedIdle, context) }
            meter.refused(.idleConnections)
            context.close(promise: nil)
        case .head:
            guard unanswered == 0 else { return wait(.seconds(Int64(limits.headerSeconds)), context) }
            meter.refused(.headerSeconds)
            guard hasSentBytes else { return context.close(promise: nil) }
            answer(.requestTimeout, "The header of the request did not arrive within \(limits.headerSeconds) seconds.", context)
        case .body:
            meter.refused(.bodySeconds)
            guard unanswered == 1, !isAnswering else { return context.close(promise: nil) }
            answer(.requestTimeout, "The body of the request did not arrive within \(limits.bodySeconds) seconds.", context)
        case .closing: context.close(promise: nil)
        }
    }

    /// Writes a last answer, and waits a moment before the connection goes, since a connection that is cut with unread bytes takes
    /// its last answer with it.
    private func answer(_ status: Fault.Status, _ message: String, _ context: ChannelHandlerContext) {
        reading = .closing
        let body = ByteBuffer(bytes: Fault(status, message).body)
        let requestID = requestIDs.next().rawValue
        var fields = HTTPFields()
        fields[WireHeader.requestID] = requestID
        fields[WireHeader.computeRequestID] = requestID
        fields[.contentType] = "application/json"
        fields[.contentLength] = "\(body.readableBytes)"
        fields[.connection] = "close"
        context.write(wrapOutboundOut(.head(HTTPResponse(status: .init(code: status.rawValue), headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        wait(Self.lingering, context)
        context.read()
    }
}

/// Tells that bytes have come, before anything is made of them.
private final class ArrivalHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let report: () -> Void

    init(_ report: @escaping () -> Void) {
        self.report = report
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        report()
        context.fireChannelRead(data)
    }
}

/// Marks the requests after which the client waits for the end of the connection, in the one form that the server looks for.
///
/// Behind it nobody knows the version of HTTP any more. A client of HTTP/1.0 may read until the end; whether it would rather keep the
/// connection is not asked, since the answer would have to say so. It knows nothing of `100 Continue` either.
private final class LastRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 || !head.isKeepAlive else {
            return context.fireChannelRead(data)
        }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        if head.version == .http1_0 { head.headers.remove(name: "Expect") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
