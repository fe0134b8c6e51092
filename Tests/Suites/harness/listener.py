"""Listens to notifications with oslo.messaging and writes each into a file, one JSON object a line. Started by harness.rabbitmq."""
import json
import sys

import oslo_messaging
from oslo_config import cfg

url, path = sys.argv[1:]
out = open(path, "a", buffering=1)


class Endpoint:
    def hear(self, priority, context, publisher, event_type, payload, metadata):
        out.write(json.dumps({
            "priority": priority, "publisher": publisher, "event_type": event_type, "payload": payload,
            "message_id": metadata["message_id"], "timestamp": metadata["timestamp"], "context": context,
        }) + "\n")

    def info(self, context, publisher, event_type, payload, metadata):
        self.hear("INFO", context, publisher, event_type, payload, metadata)

    def error(self, context, publisher, event_type, payload, metadata):
        self.hear("ERROR", context, publisher, event_type, payload, metadata)


conf = cfg.ConfigOpts()
conf([], project="listener")
transport = oslo_messaging.get_notification_transport(conf, url=url)
listener = oslo_messaging.get_notification_listener(
    transport, [oslo_messaging.Target(topic="notifications")], [Endpoint()], executor="threading")
listener.start()
print("listening", flush=True)
listener.wait()
