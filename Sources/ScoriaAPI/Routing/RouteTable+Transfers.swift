extension RouteTable {
    /// Offers of volumes to other projects: the collection of the extension, and the one that took its place and has pages (3.59).
    static let transfers: [Route] = [
        Route(.listLegacyTransfers, .get, "/os-volume-transfer", success: 200, policy: "volume:get_all_transfers"),
        Route(.createLegacyTransfer, .post, "/os-volume-transfer", success: 202, policy: "volume:create_transfer"),
        Route(.listLegacyTransfersDetail, .get, "/os-volume-transfer/detail", success: 200, policy: "volume:get_all_transfers"),
        Route(.deleteLegacyTransfer, .delete, "/os-volume-transfer/{id}", success: 202, policy: "volume:delete_transfer"),
        Route(.showLegacyTransfer, .get, "/os-volume-transfer/{id}", success: 200, policy: "volume:get_transfer"),
        Route(.acceptLegacyTransfer, .post, "/os-volume-transfer/{id}/accept", success: 202, policy: "volume:accept_transfer"),
        Route(.listTransfers, .get, "/volume-transfers", success: 200, policy: "volume:get_all_transfers"),
        Route(.createTransfer, .post, "/volume-transfers", success: 202, policy: "volume:create_transfer"),
        Route(.listTransfersDetail, .get, "/volume-transfers/detail", success: 200, policy: "volume:get_all_transfers"),
        Route(.deleteTransfer, .delete, "/volume-transfers/{id}", success: 202, policy: "volume:delete_transfer"),
        Route(.showTransfer, .get, "/volume-transfers/{id}", success: 200, policy: "volume:get_transfer"),
        Route(.acceptTransfer, .post, "/volume-transfers/{id}/accept", success: 202, policy: "volume:accept_transfer"),
    ]
}
