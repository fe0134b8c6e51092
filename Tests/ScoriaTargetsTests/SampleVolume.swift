import ScoriaModel
import ScoriaSystem

extension Volume {
    /// A volume of a GiB that nobody has seen before.
    static var sample: Volume {
        Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(1),
            createdAt: WallClock.system.now()
        )
    }
}
