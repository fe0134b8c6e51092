internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaIdentity
internal import ScoriaStore

extension Fault {
    /// The fault that an error becomes on the wire.
    ///
    /// Whatever nobody foresaw becomes the generic one: its cause goes to the log, not to the client.
    init(mapping error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case let error as ControlError: self.init(mapping: error)
        case let error as StoreError: self.init(mapping: error)
        case let error as IdentityUnavailable:
            self.init(
                .serviceUnavailable,
                error.message,
                correction: IdentityUnavailable.correction,
                retryAfter: "\(IdentityUnavailable.retryAfterSeconds)"
            )
        default: self = .unexpected
        }
    }

    private init(mapping error: ControlError) {
        let retryAfter: String? =
            switch error.code {
            case .overLimit: "0"
            case .unavailable: "5"
            default: nil
            }
        self.init(Self.status(of: error.code), error.message, correction: error.correction, retryAfter: retryAfter)
    }

    private static func status(of code: ControlError.Code) -> Status {
        switch code {
        case .badRequest: .badRequest
        case .notFound: .notFound
        case .conflict: .conflict
        case .forbidden: .forbidden
        case .overLimit: .overLimit
        case .preconditionFailed: .preconditionFailed
        case .unavailable: .serviceUnavailable
        case .badGateway: .badGateway
        case .notImplemented: .notImplemented
        default: .internalError
        }
    }

    private init(mapping error: StoreError) {
        if error.code == .unknownMarker {
            self.init(.notFound, error.message)
            return
        }
        guard error.code == .full else {
            self = .unexpected
            return
        }
        self.init(
            .serviceUnavailable,
            "The service cannot store the request, because its database has no room.",
            correction: "Ask the operator to free space, then repeat the request.",
            retryAfter: "60"
        )
    }
}
