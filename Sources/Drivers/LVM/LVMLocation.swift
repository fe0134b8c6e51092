/// Where a backend of this driver keeps its volumes: what it tells the others as `location_info`.
struct LVMLocation: Sendable, Hashable {
    private static let driver = "ScoriaLVMDriver"

    /// The group's, by which a host can tell that it has the same one, and not another of that name.
    var uuid: String
    var group: String
    var isThin: Bool
    var mirrors: Int

    init(uuid: String, group: String, isThin: Bool, mirrors: Int) {
        (self.uuid, self.group, self.isThin, self.mirrors) = (uuid, group, isThin, mirrors)
    }

    /// Reads ``text``; nil for that of another driver.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == Self.driver, !parts[1].isEmpty, parts[2].isValidForLVM, ["thin", "default"].contains(parts[3]),
            let mirrors = Int(parts[4])
        else { return nil }
        self.init(uuid: parts[1], group: parts[2], isThin: parts[3] == "thin", mirrors: mirrors)
    }

    var text: String { "\(Self.driver):\(uuid):\(group):\(isThin ? "thin" : "default"):\(mirrors)" }
}
