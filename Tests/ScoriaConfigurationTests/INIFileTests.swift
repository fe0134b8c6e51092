import Testing

@testable import ScoriaConfiguration

@Suite struct INIFileTests {
    @Test func theFormatOfTheFieldIsRead() {
        let file = read(
            """
            [DEFAULT]
            # a comment
            early = in DEFAULT
            ; another
            [lvm]
            volume_driver = scoria.file
            path: /srv
              /more
            \t# not a comment but a value's end
            quoted = " spaces "
            equation = a = b: c

                # indented comment
            empty =
            [DEFAULT]
            late=1\r
            """
        )
        #expect(file.problems.isEmpty)
        #expect(
            file.entries.map { "\($0.line) \($0.section).\($0.name)=\($0.value)" } == [
                "3 DEFAULT.early=in DEFAULT",
                "6 lvm.volume_driver=scoria.file",
                "7 lvm.path=/srv\n/more\n# not a comment but a value's end",
                "10 lvm.quoted= spaces ",
                "11 lvm.equation=a = b: c",
                "14 lvm.empty=",
                "16 DEFAULT.late=1",
            ]
        )
    }

    @Test func everyBadLineIsFoundAtOnce() {
        let file = read("[DEFAULT]\n  indented\nnonsense\n[unclosed\n = value\n[]\ngood = 1\n")
        #expect(file.problems.map(\.origin) == [2, 3, 4, 5, 6].map { .file(path: "test.conf", line: $0) })
        #expect(file.entries.map(\.name) == ["good"])
    }

    @Test func anOptionBeforeAnySectionIsAnError() {
        #expect(
            ConfigurationSources.root("host = a\n").report
                == "scoria.conf:1: error: host stands before any section. Write [DEFAULT] above it."
        )
    }

    @Test func aByteOrderMarkIsNoPartOfAName() {
        #expect(read("\u{FEFF}[lvm]\na = 1").entries.map(\.section) == ["lvm"])
        #expect(read("\u{FEFF}# x\n[x]\na = 1").entries.map(\.name) == ["a"])
    }

    @Test func textThatIsNotUTF8IsRefusedWithItsLine() {
        let file = INIFile(path: "test.conf", bytes: Array("a = 1\nb = ".utf8) + [0xFF])
        #expect(file.problems.map(\.origin) == [.file(path: "test.conf", line: 2)])
        #expect(file.entries.isEmpty)
    }

    @Test func noInputBreaksTheReader() {
        // Every short text over the characters that mean something.
        let alphabet = Array("[]=#\n a$")
        var texts = [""]
        for _ in 0..<3 { texts = texts.flatMap { text in alphabet.map { text + String($0) } } + [""] }
        for text in texts { _ = ConfigurationSources.root(text).findings }
    }

    private func read(_ text: String) -> INIFile { INIFile(path: "test.conf", bytes: Array(text.utf8)) }
}
