internal import ScoriaDriver

/// How to run tgtd, the userspace iSCSI target server.
public struct TgtConfiguration: Sendable, Hashable {
    /// A directory of our own for the control socket, the pid file and the remembered portal.
    ///
    /// At most 90 bytes long: the kernel limits the paths of Unix sockets. One directory is one tgtd.
    public var stateDirectory: String
    /// What target names begin with; the field's `target_prefix`.
    ///
    /// Every target whose name begins with it is ours, and is removed when it belongs to no export.
    public var targetPrefix = "iqn.2010-10.org.openstack:"
    /// The numeric address on which initiators find the targets.
    public var portalAddress = "127.0.0.1"
    /// The port of the portal; 0 takes the first free one from 3260 on and remembers it in the state directory.
    public var portalPort = 0
    /// How many threads tgtd spends on each volume.
    ///
    /// The commands of one volume run side by side up to this number; every thread costs stack and start-up time.
    public var threadsPerLUN = 2
    /// The program, as a name in `PATH` or an absolute path.
    public var executable = "tgtd"
    /// How long tgtd may take over one request, to start, and to finish the commands of an initiator that is shut out.
    public var deadlineSeconds = 10.0

    /// A configuration with the defaults and this state directory.
    public init(stateDirectory: String) {
        self.stateDirectory = stateDirectory
    }
}

extension TgtConfiguration {
    /// What tgtd gets as `TGT_IPC_SOCKET`, to which it appends its control port number.
    var socketBase: String { stateDirectory + "/tgtd" }
    /// The control port number.
    ///
    /// It only distinguishes servers that share a socket base, and ours is not shared.
    static let controlPort = 0
    var socketPath: String { socketBase + ".\(Self.controlPort)" }
    var pidFile: String { stateDirectory + "/tgtd.pid" }
    var portalFile: String { stateDirectory + "/tgtd.portal" }

    /// The portal with a port, in the form that tgtd and initiators use.
    func portal(port: Int) -> String {
        portalAddress.contains(":") ? "[\(portalAddress)]:\(port)" : "\(portalAddress):\(port)"
    }

    /// Throws a ``DriverError`` when tgtd could not work like this.
    func check() throws {
        var problem: String?
        if !stateDirectory.hasPrefix("/") {
            problem = "the state directory \(stateDirectory) is not an absolute path"
        } else if stateDirectory.utf8.count > 90 {
            problem = "the path of the state directory \(stateDirectory) is longer than 90 bytes, too long for a Unix socket"
        } else if !targetPrefix.utf8.allSatisfy(isTargetNameByte) || !targetPrefix.hasPrefix("iqn.") {
            problem = "the target prefix \(targetPrefix) is not the beginning of an iSCSI name (iqn.…, letters, digits, - . :)"
        } else if portalAddress == "0.0.0.0" || portalAddress == "::" {
            problem = "the portal address \(portalAddress) is none that an initiator could connect to"
        } else if portalAddress.isEmpty || !portalAddress.utf8.allSatisfy(isAddressByte) {
            problem = "the portal address \(portalAddress) is not a numeric address"
        } else if !(0...65535).contains(portalPort) || threadsPerLUN < 1 {
            problem = "the portal port \(portalPort) or the number of threads \(threadsPerLUN) is out of range"
        }
        guard let problem else { return }
        throw DriverError(.invalidConfiguration, .permanent, "tgtd cannot be run: \(problem).")
    }
}

/// What tgtd allows in a target's name.
private func isTargetNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }
}

private func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }
}

/// What differs between the protocols that tgtd serves.
struct TgtTransport: Sendable {
    /// tgtd's name of its low level driver.
    let driver: String
    /// The name in statistics.
    let storageProtocol: String
    /// The `driver_volume_type` of connection info.
    let volumeType: String

    static let iscsi = TgtTransport(driver: "iscsi", storageProtocol: "iSCSI", volumeType: "iscsi")
}
