public import ScoriaModel

/// Reads the initiator's name out of a connector.
///
/// Throws a ``DriverError`` with ``DriverError/Code/invalidConnector``.
///
/// The allowed characters are those of iqn, eui and naa names (RFC 3720, 3.2.6), and the underscore and capitals that some initiators use. It matters
/// that nothing else passes: the name goes into tgtd's `key=value` text, where `=` or a line break could grant access to somebody else, and
/// becomes the name of a directory of the kernel's targets, where `..` would be all of the target.
public func initiatorName(of connector: Connector) throws -> String {
    guard let name = connector.initiator else {
        throw invalid("The connector has no initiator: the key \"initiator\" must hold the iSCSI name of the client.")
    }
    guard name.utf8.count <= 223 else {
        throw invalid("The connector's \"initiator\" is \(name.utf8.count) bytes long; an iSCSI name has at most 223.")
    }
    guard let first = name.utf8.first, isLetterOrDigit(first), name.utf8.allSatisfy(isInitiatorNameByte) else {
        throw invalid(
            "The connector's \"initiator\" is not an iSCSI name: it begins with a letter, and only letters, digits and - . : _ are allowed."
        )
    }
    return name
}

private func invalid(_ message: String) -> DriverError {
    DriverError(.invalidConnector, .permanent, message, correction: "Clients find their name in /etc/iscsi/initiatorname.iscsi.")
}

private func isInitiatorNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "_"): true
    default: isLetterOrDigit(byte)
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
}
