import ScoriaModel
import ScoriaStore

/// Makes model values for tests.
enum Sample {
    static let start = Timestamp(microseconds: 1_790_000_000_000_000)
    static let project = ProjectID(rawValue: "project-a")

    /// A moment some microseconds after the start.
    static func moment(_ offset: Int = 0) -> Timestamp { Timestamp(microseconds: start.microseconds + Int64(offset)) }

    /// A UUID that shows its number.
    static func id<Resource>(_ number: Int, of _: Resource.Type = Resource.self) -> ID<Resource> {
        let digits = String(number)
        return ID(rawValue: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    static func volume(_ number: Int, project: ProjectID = project, size: Int = 1, status: VolumeStatus = .available) -> Volume {
        var volume = Volume(
            id: id(number),
            projectID: project,
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(size),
            createdAt: moment(number)
        )
        volume.status = status
        return volume
    }

    static func snapshot(_ number: Int, of volume: Volume, status: SnapshotStatus = .available) -> Snapshot {
        var snapshot = Snapshot(
            id: id(number),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: moment(number)
        )
        snapshot.status = status
        return snapshot
    }

    static func attachment(_ number: Int, of volume: Volume) -> Attachment {
        Attachment(id: id(number), volumeID: volume.id, projectID: volume.projectID, createdAt: moment(number))
    }
}
