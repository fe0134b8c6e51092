public import ScoriaModel
import Synchronization

/// Which initiator ports reach which volumes of a backend, so that a way through the fabric is closed with the last volume behind it and
/// not with the first.
///
/// Nothing of it is kept over a restart: ``ensure(_:)`` tells it anew.
public final class FibreChannelZones: Sendable {
    private let zoning: any FibreChannelZoning
    /// The backend's ports, which every initiator may use.
    private let targets: [WorldWideName]
    private let volumes = Mutex<[WorldWideName: Set<VolumeID>]>([:])
    /// Opening and closing the same way at once could end either way.
    private let locks = ObjectLocks()

    /// The ways to these target ports, of which none is open yet.
    public init(_ zoning: any FibreChannelZoning, targets: [WorldWideName]) {
        (self.zoning, self.targets) = (zoning, targets)
    }

    /// Opens the ways of ports that reach no volume yet.
    public func connect(_ ports: [WorldWideName], to volume: VolumeID) async throws {
        try await locks.withLock("fabric") {
            let new = volumes.withLock { volumes in ports.filter { volumes[$0, default: []].isEmpty } }
            if !new.isEmpty { try await zoning.open(map(new)) }
            volumes.withLock { volumes in for port in ports { volumes[port, default: []].insert(volume) } }
        }
    }

    /// Closes the ways of ports that reach no other volume; nil are all that reach this one.
    ///
    /// A port that nothing is known of is closed as well: so is what an earlier life of the service opened.
    public func disconnect(_ ports: [WorldWideName]?, from volume: VolumeID) async throws {
        try await locks.withLock("fabric") {
            let (all, last) = volumes.withLock { volumes in
                let all = ports ?? volumes.filter { $0.value.contains(volume) }.keys.sorted { $0.text < $1.text }
                return (all, all.filter { volumes[$0, default: []].subtracting([volume]).isEmpty })
            }
            // A failure leaves it noted, so that the repeated call closes them.
            if !last.isEmpty { try await zoning.close(map(last)) }
            volumes.withLock { volumes in
                for port in all {
                    volumes[port]?.remove(volume)
                    if volumes[port]?.isEmpty == true { volumes[port] = nil }
                }
            }
        }
    }

    /// Opens the ways of all connections there are, and closes those that are known besides.
    public func ensure(_ connections: [(volume: VolumeID, ports: [WorldWideName])]) async throws {
        try await locks.withLock("fabric") {
            var wanted: [WorldWideName: Set<VolumeID>] = [:]
            for connection in connections {
                for port in connection.ports { wanted[port, default: []].insert(connection.volume) }
            }
            let (opened, known) = (wanted, volumes.withLock { Array($0.keys) })
            if !opened.isEmpty { try await zoning.open(map(Array(opened.keys))) }
            let left = known.filter { opened[$0] == nil }
            if !left.isEmpty { try await zoning.close(map(left)) }
            volumes.withLock { $0 = opened }
        }
    }

    private func map(_ ports: [WorldWideName]) -> [WorldWideName: [WorldWideName]] {
        Dictionary(ports.map { ($0, targets) }) { first, _ in first }
    }
}
