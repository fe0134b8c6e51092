import ScoriaAPI
import ScoriaModel
import Testing

@Suite("The version header chooses the version")
struct MicroversionTests {
    @Test(
        "accepted",
        arguments: [
            ([], 0), (["volume 3.0"], 0), (["volume 3.71"], 71), (["volume latest"], 71), (["volume  3.27"], 27), (["volumev3 3.27"], 27),
            (["compute 2.90, volume 3.50"], 50), (["compute 2.90", "volume 3.50"], 50), (["volume 3.10, volume 3.20"], 10),
            (["identity 3,volume 3.60,compute 2.1"], 60), (["block-storage-volume 3.5"], 5),
        ] as [([String], UInt8)]
    )
    func accepted(headers: [String], minor: UInt8) {
        #expect(Microversion.negotiate(headers) == .accepted(Microversion(minor)))
    }

    @Test(
        "refused: status and the reply's version header",
        arguments: [
            (["volume banana"], 400, nil), (["volume 3.060"], 400, nil), (["volume 3"], 400, nil), (["volume 3.1.2"], 400, nil),
            (["volume"], 400, nil), (["volume 3.5 extra"], 400, nil), (["volume3.5"], 400, nil), (["volume LATEST"], 400, nil),
            (["volume -3.1"], 400, nil), (["volume 03.1"], 400, nil), (["volume 3.١"], 400, nil),
            (["compute 2.90"], 400, nil), (["3.27"], 400, nil), (["block-storage 3.27"], 400, nil), (["VOLUME 3.27"], 400, nil),
            ([""], 400, nil),
            (["volume 3.72"], 406, "volume 3.72"), (["volume 2.0"], 406, nil), (["volume 4.0"], 406, "volume 4.0"),
            (["volume 3.99999999999999999999"], 406, "volume 3.99999999999999999999"),
        ] as [([String], Int, String?)]
    )
    func refused(headers: [String], status: Int, reply: String?) throws {
        guard case .refused(let fault, let header) = Microversion.negotiate(headers) else {
            Issue.record("\(headers) was accepted")
            return
        }
        #expect(fault.status.rawValue == status)
        #expect(header == reply)
        if status == 406 {
            #expect(fault.message.contains("3.0") && fault.message.contains("3.71"))
            #expect(try JSONValue(parsing: fault.body)["computeFault"]?["code"] == 406)
        }
    }

    @Test("the text of a version")
    func text() {
        #expect(Microversion(7).description == "3.7")
        #expect(Microversion(27).headerValue == "volume 3.27")
        #expect(Microversion(9) < Microversion(10))
    }
}

@Suite("Faults have the field's shape")
struct FaultTests {
    @Test(
        "names by status",
        arguments: [
            (.badRequest, "badRequest"), (.unauthorized, "unauthorized"), (.forbidden, "forbidden"), (.notFound, "itemNotFound"),
            (.badMethod, "badMethod"), (.conflict, "conflictingRequest"), (.overLimit, "overLimit"), (.badMediaType, "badMediaType"),
            (.notImplemented, "notImplemented"), (.serviceUnavailable, "serviceUnavailable"), (.notAcceptable, "computeFault"),
            (.preconditionFailed, "computeFault"), (.internalError, "computeFault"), (.badGateway, "computeFault"),
        ] as [(Fault.Status, String)]
    )
    func names(status: Fault.Status, name: String) throws {
        let body = try JSONValue(parsing: Fault(status, "What \"happened\"").body)
        #expect(body == .object([name: ["code": .integer(Int64(status.rawValue)), "message": "What \"happened\""]]))
    }

    @Test("members beside the message")
    func extras() throws {
        let quota = try JSONValue(parsing: Fault.overQuota("VolumeLimitExceeded", "10 of 10 volumes exist.").body)
        #expect(
            quota
                == ["overLimit": ["code": 413, "message": "VolumeLimitExceeded: 10 of 10 volumes exist.", "retryAfter": "0"]]
        )
        let corrected = try JSONValue(parsing: Fault(.conflict, "a", correction: "b").body)
        #expect(corrected == ["conflictingRequest": ["code": 409, "message": "a", "correction": "b"]])
    }
}
