import ScoriaDriver
import ScoriaModel

extension DriverConformance {
    /// Making volumes reachable: what depends on the target as much as on the driver.
    public static let exportChecks = [
        Check("a connection leads to the volume, and asking again gives the same") { subject in
            let volume = Sample.volume()
            let export = Sample.export(volume, number: 5)
            _ = try await subject.driver.createVolume(volume)
            _ = try await subject.driver.createExport(export)
            let connector = Sample.connector("first")
            try subject.driver.validate(connector)
            let first = try await subject.driver.initializeConnection(export, connector: connector)
            let again = try await subject.driver.initializeConnection(export, connector: connector)
            try subject.require(first == again, "the second connection info differs from the first")
            try subject.require(!first.driverVolumeType.isEmpty && !first.data.isEmpty, "the connection info is empty")
            let other = try await subject.driver.initializeConnection(export, connector: Sample.connector("second"))
            try subject.requireEqual(other.driverVolumeType, first.driverVolumeType, "protocol of the second initiator")
            try await subject.driver.terminateConnection(export, connector: connector)
            try await subject.driver.terminateConnection(export, connector: connector)
            try await subject.driver.terminateConnection(export, connector: nil)
            try await subject.driver.removeExport(export)
            try await subject.driver.deleteVolume(volume)
        },
        Check("a connector that lacks what the protocol needs is refused and named") { subject in
            let failure = try await subject.requireFailure("validating an empty connector") {
                try subject.driver.validate(Connector(fields: ["host": "somebody"]))
            }
            try subject.requireEqual(failure.code, .invalidConnector, "code of \"\(failure)\"")
            try subject.requireEqual(failure.disposition, .permanent, "disposition of \"\(failure)\"")
        },
        Check("a volume that is not there or not exported cannot be reached") { subject in
            let (missing, hidden) = (Sample.volume(), Sample.volume())
            _ = try await subject.requireFailure("exporting a missing volume") {
                _ = try await subject.driver.createExport(Sample.export(missing, number: 1))
            }
            _ = try await subject.driver.createVolume(hidden)
            _ = try await subject.requireFailure("connecting to a volume that is not exported") {
                let export = Sample.export(hidden, number: 2)
                _ = try await subject.driver.initializeConnection(export, connector: Sample.connector("early"))
            }
        },
        Check("taking away what was never given succeeds") { subject in
            let volume = Sample.volume()
            let export = Sample.export(volume, number: 9)
            try await subject.driver.removeExport(export)
            _ = try await subject.driver.createVolume(volume)
            try await subject.driver.removeExport(export)
            try await subject.driver.terminateConnection(export, connector: Sample.connector("stranger"))
            try await subject.driver.terminateConnection(export, connector: nil)
        },
        Check("ensuring exports adds what is missing and removes what is not listed") { subject in
            let (kept, dropped, added) = (Sample.volume(), Sample.volume(), Sample.volume())
            for volume in [kept, dropped, added] { _ = try await subject.driver.createVolume(volume) }
            let connector = Sample.connector("ensured")
            for (volume, number) in [(kept, 1), (dropped, 2)] {
                _ = try await subject.driver.createExport(Sample.export(volume, number: number))
                _ = try await subject.driver.initializeConnection(Sample.export(volume, number: number), connector: connector)
            }
            let list = [
                EnsuredExport(request: Sample.export(kept, number: 1), connectors: [connector]),
                EnsuredExport(request: Sample.export(added, number: 3), connectors: [connector]),
            ]
            try await subject.driver.ensureExports(list)
            try await subject.driver.ensureExports(list)
            _ = try await subject.driver.initializeConnection(Sample.export(kept, number: 1), connector: connector)
            _ = try await subject.driver.initializeConnection(Sample.export(added, number: 3), connector: connector)
            _ = try await subject.requireFailure("connecting to an export that was not listed") {
                _ = try await subject.driver.initializeConnection(Sample.export(dropped, number: 2), connector: connector)
            }
            try await subject.driver.ensureExports([])
            _ = try await subject.requireFailure("connecting after an empty list of exports") {
                _ = try await subject.driver.initializeConnection(Sample.export(kept, number: 1), connector: connector)
            }
        },
    ]
}
