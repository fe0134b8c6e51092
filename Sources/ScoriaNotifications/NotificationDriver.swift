/// Where notifications are delivered to (`[oslo_messaging_notifications] driver`, in our own words).
public enum NotificationDriver: String, Sendable, CaseIterable {
    /// A file with one JSON object a line.
    case file
    /// An HTTP endpoint, signed and retried.
    case webhook
    /// RabbitMQ, in the envelope that oslo.messaging listeners read.
    case rabbitMQ = "rabbitmq"
}
