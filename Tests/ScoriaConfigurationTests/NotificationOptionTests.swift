import ScoriaModel
import Testing

@testable import ScoriaConfiguration

@Suite("The options of notifications")
struct NotificationOptionTests {
    @Test("take the field's URL of brokers, with what percent signs hide")
    func transport() throws {
        let transport = try #require(MessagingTransport("rabbit://a:p%40s%3As@one:5673,b:q@[::1]:5674/cloud%2Fx?ssl=0"))
        #expect(transport.virtualHost == "cloud/x")
        #expect(transport.brokers.map(\.host) == ["one", "::1"])
        #expect(transport.brokers.map(\.port) == [5673, 5674])
        #expect(transport.brokers.map { $0.password.reveal() } == ["p@s:s", "q"])
        #expect(transport.options == ["ssl": "0"])
        #expect(try #require(MessagingTransport("rabbit://one/")).brokers.first?.port == 5672)
        #expect(try #require(MessagingTransport("rabbit://one")).virtualHost == "/")
    }

    @Test(
        "refuse what is no URL of brokers",
        arguments: [
            "", "fake:///", "rabbit://", "rabbit://host:port/", "rabbit://h:0/", "rabbit://u:%zz@h/", "rabbit:one", "http://one/",
        ]
    )
    func wrongTransport(_ text: String) {
        #expect(MessagingTransport(text) == nil)
    }

    @Test("speak TLS where the section or the URL says so, the URL first")
    func brokerTLS() throws {
        var notifications = NotificationConfiguration()
        notifications.drivers = [.messagingV2]
        notifications.transport = MessagingTransport("rabbit://one/")
        #expect(notifications.brokerTLS == nil)
        notifications.usesTLS = true
        #expect(try #require(notifications.brokerTLS).authorityFile == "/etc/ssl/certs/ca-certificates.crt")
        notifications.transport = MessagingTransport("rabbit://one/?ssl=0")
        #expect(notifications.brokerTLS == nil)
        notifications.usesTLS = false
        notifications.transport = MessagingTransport("rabbit://one/?ssl=1&ssl_ca_file=%2Fa%20b")
        #expect(try #require(notifications.brokerTLS).authorityFile == "/a b")
    }

    @Test("never show a password or secret")
    func secrets() throws {
        let transport = try #require(MessagingTransport("rabbit://a:hidden@one:5673/v"))
        #expect(OptionKind<MessagingTransport>.transport.write(transport) == "rabbit://a:***@one:5673/v")
        #expect(OptionKind<Secret>.secret.write(Secret("hidden hidden hidden")) == "***")
        guard case .wrong(let what, let correction) = OptionKind<MessagingTransport>.transport.read("amqps://u:hidden@h/") else {
            Issue.record("the URL was taken")
            return
        }
        #expect(!(what + correction).contains("hidden"))
    }
}
