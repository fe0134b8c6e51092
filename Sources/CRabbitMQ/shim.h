// What of librabbitmq Swift cannot call by itself: variadic functions, unions, and structures of pointers into the caller's memory.
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

enum {
    SCORIA_AMQP_ACK = 1,
    SCORIA_AMQP_NACK = 2,
    SCORIA_AMQP_OTHER = 3,
    SCORIA_AMQP_CLOSED = 4,
};

/// Connects, waiting no longer than this, and sets the same bound for each later answer.
static inline int scoria_amqp_open(amqp_connection_state_t state, amqp_socket_t *socket, const char *host, int port, long seconds) {
    struct timeval timeout = {seconds, 0};
    amqp_set_handshake_timeout(state, &timeout);
    amqp_set_rpc_timeout(state, &timeout);
    return amqp_socket_open_noblock(socket, host, port, &timeout);
}

/// Logs in with a user and a password. Heartbeats stay off: the connection is idle between events, and nothing would send them.
static inline amqp_rpc_reply_t scoria_amqp_login(amqp_connection_state_t state, const char *vhost, const char *user, const char *password) {
    return amqp_login(state, vhost, 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, user, password);
}

/// Publishes one message of JSON; the delivery mode is 2 for one that outlives a restart of the broker.
static inline int scoria_amqp_publish(amqp_connection_state_t state, amqp_channel_t channel, const char *exchange, const char *key,
                                      const char *message_id, const void *body, size_t length, uint8_t delivery_mode) {
    amqp_basic_properties_t properties;
    memset(&properties, 0, sizeof properties);
    properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_CONTENT_ENCODING_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                        AMQP_BASIC_PRIORITY_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG;
    properties.content_type = amqp_cstring_bytes("application/json");
    properties.content_encoding = amqp_cstring_bytes("utf-8");
    properties.delivery_mode = delivery_mode;
    properties.message_id = amqp_cstring_bytes(message_id);
    amqp_bytes_t bytes = {length, (void *)body};
    return amqp_basic_publish(state, channel, amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), 0, 0, &properties, bytes);
}

static inline void scoria_amqp_exchange(amqp_connection_state_t state, amqp_channel_t channel, const char *name, int passive, int durable,
                                        int auto_delete) {
    amqp_exchange_declare(state, channel, amqp_cstring_bytes(name), amqp_cstring_bytes("topic"), passive, durable, auto_delete, 0,
                          amqp_empty_table);
}

static inline void scoria_amqp_queue(amqp_connection_state_t state, amqp_channel_t channel, const char *name, int passive, int durable,
                                     int auto_delete, int quorum) {
    amqp_table_entry_t entry;
    memset(&entry, 0, sizeof entry);
    entry.key = amqp_cstring_bytes("x-queue-type");
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = amqp_cstring_bytes("quorum");
    amqp_table_t arguments = {1, &entry};
    amqp_queue_declare(state, channel, amqp_cstring_bytes(name), passive, durable, 0, auto_delete, quorum ? arguments : amqp_empty_table);
}

static inline void scoria_amqp_bind(amqp_connection_state_t state, amqp_channel_t channel, const char *queue, const char *exchange,
                                    const char *key) {
    amqp_queue_bind(state, channel, amqp_cstring_bytes(queue), amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), amqp_empty_table);
}

/// Whether the broker closed the channel because what was asked for is not there.
static inline int scoria_amqp_is_missing(amqp_rpc_reply_t reply) {
    if (reply.reply_type != AMQP_RESPONSE_SERVER_EXCEPTION || reply.reply.id != AMQP_CHANNEL_CLOSE_METHOD) return 0;
    return ((amqp_channel_close_t *)reply.reply.decoded)->reply_code == AMQP_NOT_FOUND;
}

/// Agrees to a channel that the broker has closed, so that its number can be used again.
static inline void scoria_amqp_close_ok(amqp_connection_state_t state, amqp_channel_t channel) {
    amqp_channel_close_ok_t answer;
    memset(&answer, 0, sizeof answer);
    amqp_send_method(state, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &answer);
    amqp_maybe_release_buffers(state);
}

/// Waits for the next frame: a confirmation with its tag, another frame, or the status of a failure (negative).
static inline int scoria_amqp_wait_confirm(amqp_connection_state_t state, long milliseconds, uint64_t *tag, int *multiple) {
    struct timeval timeout = {milliseconds / 1000, (milliseconds % 1000) * 1000};
    amqp_frame_t frame;
    amqp_maybe_release_buffers(state);
    int status = amqp_simple_wait_frame_noblock(state, &frame, &timeout);
    if (status != AMQP_STATUS_OK) return status;
    if (frame.frame_type != AMQP_FRAME_METHOD) return SCORIA_AMQP_OTHER;
    if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
        amqp_basic_ack_t *ack = frame.payload.method.decoded;
        *tag = ack->delivery_tag;
        *multiple = ack->multiple;
        return SCORIA_AMQP_ACK;
    }
    if (frame.payload.method.id == AMQP_BASIC_NACK_METHOD) return SCORIA_AMQP_NACK;
    if (frame.payload.method.id == AMQP_CHANNEL_CLOSE_METHOD || frame.payload.method.id == AMQP_CONNECTION_CLOSE_METHOD) return SCORIA_AMQP_CLOSED;
    return SCORIA_AMQP_OTHER;
}

/// Why the broker or the library refused, in words.
static inline void scoria_amqp_reason(amqp_rpc_reply_t reply, char *text, size_t size) {
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) {
        snprintf(text, size, "%s", amqp_error_string2(reply.library_error));
    } else if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
        amqp_connection_close_t *close = reply.reply.decoded;
        snprintf(text, size, "%d %.*s", close->reply_code, (int)close->reply_text.len, (char *)close->reply_text.bytes);
    } else if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
        amqp_channel_close_t *close = reply.reply.decoded;
        snprintf(text, size, "%d %.*s", close->reply_code, (int)close->reply_text.len, (char *)close->reply_text.bytes);
    } else {
        snprintf(text, size, "no reason given");
    }
}
