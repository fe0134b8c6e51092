import ScoriaNotifications
import Testing

@Suite("The names of the notification drivers")
struct NotificationDriverTests {
    @Test("are what the configuration says") func names() {
        #expect(NotificationDriver.allCases.map(\.rawValue) == ["file", "webhook", "rabbitmq"])
    }
}
