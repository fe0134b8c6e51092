import ScoriaModel

/// The spellings of storage protocols that the field treats as equal (`driver-interface.md` 4).
enum StorageProtocol {
    private static let variants: [[String]] = [
        ["iSCSI", "iscsi"],
        ["FC", "fibre_channel", "fc"],
        ["NFS", "nfs"],
        ["NVMe-oF", "NVMeOF", "nvmeof"],
    ]

    /// The capability with all its spellings, so that a type may ask by any of them.
    static func spellings(of capability: JSONValue) -> JSONValue {
        let reported = capability.array ?? [capability]
        let all = reported.flatMap { value -> [JSONValue] in
            let group = variants.first { $0.contains(value.string ?? "") }
            return group.map { $0.map(JSONValue.string) } ?? [value]
        }
        return .array(all)
    }
}
