/// The name of each route that is served: what handlers are registered under, and the label of a request in metrics and logs.
public enum RouteID: String, Sendable, CaseIterable {
    // Service
    case versions
    case version
    case healthcheck
    case metrics
    case openAPI

    // Volumes
    case listVolumes
    case createVolume
    case listVolumesDetail
    case summarizeVolumes
    case deleteVolume
    case showVolume
    case updateVolume
    case attachVolume
    case beginDetachingVolume
    case detachVolume
    case extendVolume
    case completeVolumeExtend
    case forceDeleteVolume
    case forceDetachVolume
    case initializeConnection
    case reserveVolume
    case resetVolumeStatus
    case rollDetachingVolume
    case setVolumeBootable
    case setImageMetadata
    case showImageMetadata
    case terminateConnection
    case unreserveVolume
    case unsetImageMetadata
    case updateReadOnlyFlag
    case revertVolume
    case listVolumeMetadata
    case createVolumeMetadata
    case replaceVolumeMetadata
    case deleteVolumeMetadataKey
    case showVolumeMetadataKey
    case updateVolumeMetadataKey

    // Snapshots
    case listSnapshots
    case createSnapshot
    case listSnapshotsDetail
    case deleteSnapshot
    case showSnapshot
    case updateSnapshot
    case forceDeleteSnapshot
    case resetSnapshotStatus
    case updateSnapshotStatus
    case listSnapshotMetadata
    case createSnapshotMetadata
    case replaceSnapshotMetadata
    case deleteSnapshotMetadataKey
    case showSnapshotMetadataKey
    case updateSnapshotMetadataKey

    // Attachments
    case listAttachments
    case createAttachment
    case listAttachmentsDetail
    case deleteAttachment
    case showAttachment
    case updateAttachment
    case completeAttachment

    // Types
    case listTypes
    case createType
    case deleteType
    case showType
    case updateType
    case addTypeAccess
    case removeTypeAccess
    case listExtraSpecs
    case createExtraSpecs
    case deleteExtraSpec
    case showExtraSpec
    case updateExtraSpec
    case listTypeAccess
    case legacyCreateType
    case legacyDeleteType
    case legacyUpdateType

    // QoS specs
    case listQoSSpecs
    case createQoSSpecs
    case deleteQoSSpecs
    case showQoSSpecs
    case updateQoSSpecs
    case associateQoSSpecs
    case listQoSAssociations
    case deleteQoSKeys
    case disassociateQoSSpecs
    case disassociateQoSSpecsFromAll

    // Encryption
    case listTypeEncryption
    case createTypeEncryption
    case deleteTypeEncryption
    case showTypeEncryption
    case updateTypeEncryption
    case listVolumeEncryption
    case showVolumeEncryption

    // Hosts, clusters, backends
    case listHosts
    case updateNoHost
    case showHost
    case updateHost
    case listClusters
    case listClustersDetail
    case disableCluster
    case enableCluster
    case showCluster
    case cleanUpWorkers
    case showCapabilities

    // Services
    case listServices
    case disableService
    case disableServiceWithReason
    case enableService
    case freezeHost
    case getLogLevels
    case setLogLevels
    case thawHost

    // Pools
    case listPools

    // Limits
    case showLimits

    // Quota sets
    case deleteQuotaSet
    case showQuotaSet
    case updateQuotaSet
    case showQuotaSetDefaults

    // Quota class sets
    case showQuotaClassSet
    case updateQuotaClassSet

    // Availability zones
    case listAvailabilityZones

    // Extensions
    case listExtensions
    case showExtension

    // Messages
    case listMessages
    case deleteMessage
    case showMessage

    // Resource filters
    case listResourceFilters

    // Manage and unmanage
    case listLegacyManageableVolumes
    case listLegacyManageableVolumesDetail
    case manageLegacyVolume
    case listManageableVolumes
    case listManageableVolumesDetail
    case manageVolume
    case listLegacyManageableSnapshots
    case listLegacyManageableSnapshotsDetail
    case manageLegacySnapshot
    case listManageableSnapshots
    case listManageableSnapshotsDetail
    case manageSnapshot
    case unmanageVolume
    case unmanageSnapshot

    // Default types
    case listDefaultTypes
    case unsetDefaultType
    case showDefaultType
    case setDefaultType

    // Transfers
    case listLegacyTransfers
    case createLegacyTransfer
    case listLegacyTransfersDetail
    case deleteLegacyTransfer
    case showLegacyTransfer
    case acceptLegacyTransfer
    case listTransfers
    case createTransfer
    case listTransfersDetail
    case deleteTransfer
    case showTransfer
    case acceptTransfer

    // Operations, our own
    case listOperations
    case showOperation
    case cancelOperation
    case explainPlacement

    // Events, our own
    case streamEvents
}

extension RouteID {
    /// Whether the request gives something to the caller's project, which there has to be then.
    public var makesPropertyOfCaller: Bool {
        switch self {
        case .createVolume, .acceptTransfer, .acceptLegacyTransfer: true
        default: false
        }
    }
}
