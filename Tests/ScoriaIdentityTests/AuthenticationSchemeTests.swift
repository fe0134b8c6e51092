import ScoriaIdentity
import Testing

@Suite("The names of the authentication schemes")
struct AuthenticationSchemeTests {
    @Test("are the field's") func names() {
        #expect(AuthenticationScheme.allCases.map(\.rawValue) == ["noauth", "http_basic", "keystone"])
    }
}
