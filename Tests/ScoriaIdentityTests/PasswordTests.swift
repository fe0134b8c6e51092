import ScoriaIdentity
import ScoriaModel
import Testing

@Suite("Password files")
struct PasswordTests {
    @Test("A user has the project and the roles of the line, and those that they imply")
    func reads() throws {
        let hash = try #require(Bcrypt.hash(Secret("correct horse"), cost: 4))
        let file = try PasswordFile(text: "# people\n\nanna:\(hash):0a1b-2c:member,auditor\r\n")
        let anna = try #require(file.users["anna"])
        #expect(anna.projectID.rawValue == "0a1b-2c")
        #expect(anna.roles == ["member", "reader", "auditor"])
    }

    @Test(
        "A wrong line is named with its number and what to write",
        arguments: [
            ("anna", "4"), ("anna:x:0a:member", "bcrypt"), (":HASH:0a:member", "name"), ("anna:HASH:project:member", "project"),
            ("anna:HASH:0a:", "role"), ("anna:$2b$31$\(String(repeating: ".", count: 53)):0a:member", "cost"),
        ]
    )
    func refuses(_ line: String, _ word: String) throws {
        let hash = try #require(Bcrypt.hash(Secret("x"), cost: 4))
        let text = "\n" + line.replacing("HASH", with: hash)
        let problem = #expect(throws: PasswordFile.Problem.self) { try PasswordFile(text: text) }
        #expect(problem?.line == 2)
        #expect(problem?.description.contains(word) == true)
    }

    @Test("A password that bcrypt would cut short is not hashed", arguments: ["", "a\0b", String(repeating: "x", count: 73)])
    func unusable(_ password: String) {
        #expect(Bcrypt.hash(Secret(password), cost: 4) == nil)
    }
}
