internal import ScoriaModel

/// One way of this host to a volume: a block device of the kernel's.
struct Disk: Sendable, Hashable {
    /// Such as `sda` or `nvme0n1`.
    let name: String
    /// What leads to it, for people.
    let way: String

    var path: String { "/dev/\(name)" }
}

/// What a disk says that it is.
enum DiskIdentity: Sendable, Hashable {
    /// A serial number or UUID, whole.
    case serial(String)
    /// The first digits of one, as a world-wide name holds them.
    case beginning(String)
    case nothing

    /// Whether the disk is the one of a volume.
    ///
    /// Scoria's targets give the volume's id as serial number (SPC-4, 7.8.15: page 0x80) or namespace UUID. LIO puts its first 25
    /// hexadecimal digits into the world-wide name, which is what is left when a disk does not show the page.
    func matches(_ volume: VolumeID) -> Bool {
        let digits = volume.rawValue.filter(\.isHexDigit).lowercased()
        return switch self {
        case .serial(let text): text.filter(\.isHexDigit).lowercased() == digits && VolumeID(parsing: text) != nil
        case .beginning(let text): text.count >= 20 && digits.hasPrefix(text.lowercased())
        case .nothing: false
        }
    }
}

extension DiskIdentity: CustomStringConvertible {
    var description: String {
        switch self {
        case .serial(let text): "says that it is \(text.debugDescription)"
        case .beginning(let text): "says that its number begins with \(text.debugDescription)"
        case .nothing: "does not say what it is"
        }
    }
}

extension HostSystem {
    /// What a SCSI disk says: the kernel keeps its pages, so it is made to ask anew first.
    func identity(ofSCSI name: String) -> DiskIdentity {
        let device = "/sys/block/\(name)/device"
        // A kernel that cannot ask again shows what it has; a disk that is new has just been asked.
        try? set("\(device)/rescan", "1")
        // Four bytes of head: device type, page, and the length of the text (SPC-4, 7.8.15).
        if let page = bytes("\(device)/vpd_pg80"), page.count > 4, page[1] == 0x80 {
            let serial = String(decoding: page.dropFirst(4), as: UTF8.self).filter { !$0.isWhitespace && $0 != "\0" }
            if !serial.isEmpty { return .serial(serial) }
        }
        // LIO's company number, then the digits of its serial number (NAA 6, SPC-4 7.8.6.6).
        let wwid = text("\(device)/wwid") ?? ""
        return wwid.hasPrefix("naa.6001405") ? .beginning(String(wwid.dropFirst("naa.6001405".count))) : .nothing
    }

    /// What an NVMe namespace says.
    func identity(ofNVMe name: String) -> DiskIdentity {
        if let uuid = text("/sys/block/\(name)/uuid"), VolumeID(parsing: uuid) != nil { return .serial(uuid) }
        let wwid = text("/sys/block/\(name)/wwid") ?? ""
        return wwid.hasPrefix("uuid.") ? .serial(String(wwid.dropFirst("uuid.".count))) : .nothing
    }

    /// The device of dm-multipath that a disk is a path of; nil when there is none.
    func multipathDevice(over name: String) -> String? {
        for holder in names("/sys/block/\(name)/holders") where holder.hasPrefix("dm-") {
            guard text("/sys/block/\(holder)/dm/uuid")?.hasPrefix("mpath-") == true, let map = text("/sys/block/\(holder)/dm/name") else {
                continue
            }
            return "/dev/mapper/\(map)"
        }
        return nil
    }

    /// Whether the program that makes devices of several paths is running.
    var hasMultipathDaemon: Bool {
        guard let text = text("/run/multipathd.pid") ?? text("/run/multipathd/multipathd.pid"), let number = Int(text) else { return false }
        return exists("/proc/\(number)")
    }
}
