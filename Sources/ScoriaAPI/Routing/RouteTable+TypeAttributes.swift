/// QoS specs and the encryption of volume types.
extension RouteTable {
    /// QoS specs and the types that have them.
    ///
    /// Three of the changes are asked for with GET, as in the field.
    static let qosSpecs: [Route] = [
        Route(.listQoSSpecs, .get, "/qos-specs", success: 200, policy: "volume_extension:qos_specs_manage:get_all"),
        Route(.createQoSSpecs, .post, "/qos-specs", success: 200, policy: "volume_extension:qos_specs_manage:create"),
        Route(
            .deleteQoSSpecs,
            .delete,
            "/qos-specs/{id}",
            success: 202,
            policy: "volume_extension:qos_specs_manage:delete"
        ),
        Route(.showQoSSpecs, .get, "/qos-specs/{id}", success: 200, policy: "volume_extension:qos_specs_manage:get"),
        Route(
            .updateQoSSpecs,
            .put,
            "/qos-specs/{id}",
            success: 200,
            policy: "volume_extension:qos_specs_manage:update"
        ),
        Route(
            .associateQoSSpecs,
            .get,
            "/qos-specs/{id}/associate",
            success: 202,
            policy: "volume_extension:qos_specs_manage:update"
        ),
        Route(
            .listQoSAssociations,
            .get,
            "/qos-specs/{id}/associations",
            success: 200,
            policy: "volume_extension:qos_specs_manage:get_all"
        ),
        Route(
            .deleteQoSKeys,
            .put,
            "/qos-specs/{id}/delete_keys",
            success: 202,
            policy: "volume_extension:qos_specs_manage:delete"
        ),
        Route(
            .disassociateQoSSpecs,
            .get,
            "/qos-specs/{id}/disassociate",
            success: 202,
            policy: "volume_extension:qos_specs_manage:update"
        ),
        Route(
            .disassociateQoSSpecsFromAll,
            .get,
            "/qos-specs/{id}/disassociate_all",
            success: 202,
            policy: "volume_extension:qos_specs_manage:update"
        ),
    ]

    /// The encryption of volume types, and of volumes by their types.
    static let encryption: [Route] = [
        Route(
            .listTypeEncryption,
            .get,
            "/types/{type_id}/encryption",
            success: 200,
            policy: "volume_extension:volume_type_encryption:get"
        ),
        Route(
            .createTypeEncryption,
            .post,
            "/types/{type_id}/encryption",
            success: 200,
            policy: "volume_extension:volume_type_encryption:create"
        ),
        Route(
            .deleteTypeEncryption,
            .delete,
            "/types/{type_id}/encryption/{id}",
            success: 202,
            policy: "volume_extension:volume_type_encryption:delete"
        ),
        Route(
            .showTypeEncryption,
            .get,
            "/types/{type_id}/encryption/{id}",
            success: 200,
            policy: "volume_extension:volume_type_encryption:get"
        ),
        Route(
            .updateTypeEncryption,
            .put,
            "/types/{type_id}/encryption/{id}",
            success: 200,
            policy: "volume_extension:volume_type_encryption:update"
        ),
        Route(
            .listVolumeEncryption,
            .get,
            "/volumes/{volume_id}/encryption",
            success: 200,
            policy: "volume_extension:volume_encryption_metadata"
        ),
        Route(
            .showVolumeEncryption,
            .get,
            "/volumes/{volume_id}/encryption/{id}",
            success: 200,
            policy: "volume_extension:volume_encryption_metadata"
        ),
    ]

    /// Actions on types that the field's router knows by an accident of its making; they were never of use.
    static let legacyTypeActions: [Route] = [
        Route(
            .legacyCreateType,
            .post,
            "/types/{id}/action",
            action: "create",
            success: 200,
            policy: "volume_extension:type_create"
        ),
        Route(
            .legacyDeleteType,
            .post,
            "/types/{id}/action",
            action: "delete",
            success: 202,
            policy: "volume_extension:type_delete"
        ),
        Route(
            .legacyUpdateType,
            .post,
            "/types/{id}/action",
            action: "update",
            success: 200,
            policy: "volume_extension:type_update"
        ),
    ]
}
