import ScoriaModel
import Testing

@Suite("Statuses move only as the field's tables allow")
struct StatusMoveTests {
    /// The ordinary moves of volumes: `statuses.md` 1.2, from, to.
    static let volumeMoves: [(VolumeStatus, VolumeStatus)] = [
        (.creating, .available), (.creating, .error), (.creating, .downloading), (.downloading, .available), (.downloading, .error),
        (.available, .reserved), (.reserved, .available), (.available, .attaching), (.reserved, .attaching), (.attaching, .inUse),
        (.inUse, .detaching), (.detaching, .available), (.detaching, .inUse), (.available, .extending), (.inUse, .extending),
        (.extending, .available), (.extending, .inUse), (.extending, .errorExtending), (.available, .reverting), (.reverting, .available),
        (.reverting, .error), (.available, .deleting), (.error, .deleting), (.errorDeleting, .deleting), (.errorExtending, .deleting),
        (.deleting, .errorDeleting), (.available, .retyping), (.inUse, .retyping), (.retyping, .available), (.available, .backingUp),
        (.backingUp, .available), (.available, .uploading), (.uploading, .available), (.available, .maintenance),
        (.maintenance, .available), (.available, .awaitingTransfer), (.awaitingTransfer, .available),
    ]

    @Test("volume moves of the ordinary operations are legal", arguments: volumeMoves)
    func legal(from: VolumeStatus, to: VolumeStatus) {
        #expect(from.mayBecome(to))
    }

    @Test(
        "moves that would hide a fault are not",
        arguments: [
            (.creating, .inUse), (.creating, .extending), (.deleting, .inUse), (.error, .extending), (.errorDeleting, .extending),
            (.awaitingTransfer, .attaching), (.extending, .reverting), (.reverting, .inUse), (.managing, .inUse),
        ] as [(VolumeStatus, VolumeStatus)]
    )
    func illegal(from: VolumeStatus, to: VolumeStatus) {
        #expect(!from.mayBecome(to))
    }

    @Test("staying is always legal, and a forced delete may start from anywhere")
    func always() {
        for status in VolumeStatus.allCases {
            #expect(status.mayBecome(status))
            #expect(status.mayBecome(.deleting))
        }
        for status in AttachmentStatus.allCases { #expect(status.mayBecome(status)) }
        for status in SnapshotStatus.allCases { #expect(status.mayBecome(status)) }
    }

    @Test("from every passing status a volume can come to rest, in one move or more")
    func passingStatusesEnd() {
        for status in VolumeStatus.allCases where status.isPassing {
            let resting = status.legalSuccessors.filter { !$0.isPassing }
            #expect(resting.isEmpty == false, "\(status.rawValue) leads nowhere")
        }
    }

    @Test("the texts are the field's")
    func texts() {
        let known: Set<String> = [
            "creating", "available", "reserved", "attaching", "detaching", "in-use", "maintenance", "deleting", "awaiting-transfer",
            "error",
            "error_deleting", "backing-up", "restoring-backup", "error_backing-up", "error_restoring", "error_extending", "downloading",
            "uploading", "retyping", "extending", "managing", "error_managing", "error_managing_deleting", "unmanaging", "error_unmanaging",
            "reverting",
        ]
        #expect(Set(VolumeStatus.allCases.map(\.rawValue)) == known)
    }
}
