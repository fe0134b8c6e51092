/// QoS specs and the encryption of volume types.
extension RouteTable {
    /// QoS specs and the types that have them.
    ///
    /// Three of the changes are asked for with GET, as in the field.
    static let qosSpecs: [Route] = [
        Route(.listQoSSpecs, .get, "/qos-specs", success: 200, policy: "volume_extension:qos_specs_manage:get_all", isAdminOnly: true),
        Route(.createQoSSpecs, .post, "/qos-specs", success: 200, policy: "volume_extension:qos_specs_manage:create", isAdminOnly: true),
        Route(
            .deleteQoSSpecs,
            .delete,
            "/qos-specs/{id}",
            success: 202,
            policy: "volume_extension:qos_specs_manage:delete",
            isAdminOnly: true
        ),
        Route(.showQoSSpecs, .get, "/qos-specs/{id}", success: 200, policy: "volume_extension:qos_specs_manage:get", isAdminOnly: true),
        Route(
            .updateQoSSpecs,
            .put,
            "/qos-specs/{id}",
            success: 200,
            policy: "volume_extension:qos_specs_manage:update",
            isAdminOnly: true
        ),
        Route(
            .associateQoSSpecs,
            .get,
            "/qos-specs/{id}/associate",
            success: 202,
            policy: "volume_extension:qos_specs_manage:update",
            isAdminOnly: true
        ),
        Route(
            .listQoSAssociations,
            .get,
            "/qos-specs/{id}/associations",
            success: 200,
            policy: "volume_extension:qos_specs_manage:get_all",
            isAdminOnly: true
        ),
        Route(
            .deleteQoSKeys,
            .put,
            "/qos-specs/{id}/delete_keys",
            success: 202,
            policy: "volume_extension:qos_specs_manage:delete",
            isAdminOnly: true
        ),
        Route(
            .disassociateQoSSpecs,
            .get,
            "/qos-specs/{id}/disassociate",
            success: 202,
            policy: "volume_extension:qos_specs_manage:update",
            isAdminOnly: true
        ),
        Route(
            .disassociateQoSSpecsFromAll,
            .get,
            "/qos-specs/{id}/disassociate_all",
            success: 202,
            policy: "volume_extension:qos_specs_manage:update",
            isAdminOnly: true
        ),
    ]

    /// The encryption of volume types, and of volumes by their types.
    static let encryption: [Route] = [
        Route(
            .listTypeEncryption,
            .get,
            "/types/{type_id}/encryption",
            success: 200,
            policy: "volume_extension:volume_type_encryption:get",
            isAdminOnly: true
        ),
        Route(
            .createTypeEncryption,
            .post,
            "/types/{type_id}/encryption",
            success: 200,
            policy: "volume_extension:volume_type_encryption:create",
            isAdminOnly: true
        ),
        Route(
            .deleteTypeEncryption,
            .delete,
            "/types/{type_id}/encryption/{id}",
            success: 202,
            policy: "volume_extension:volume_type_encryption:delete",
            isAdminOnly: true
        ),
        Route(
            .showTypeEncryption,
            .get,
            "/types/{type_id}/encryption/{id}",
            success: 200,
            policy: "volume_extension:volume_type_encryption:get",
            isAdminOnly: true
        ),
        Route(
            .updateTypeEncryption,
            .put,
            "/types/{type_id}/encryption/{id}",
            success: 200,
            policy: "volume_extension:volume_type_encryption:update",
            isAdminOnly: true
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
            policy: "volume_extension:type_create",
            isAdminOnly: true
        ),
        Route(
            .legacyDeleteType,
            .post,
            "/types/{id}/action",
            action: "delete",
            success: 202,
            policy: "volume_extension:type_delete",
            isAdminOnly: true
        ),
        Route(
            .legacyUpdateType,
            .post,
            "/types/{id}/action",
            action: "update",
            success: 200,
            policy: "volume_extension:type_update",
            isAdminOnly: true
        ),
    ]
}
