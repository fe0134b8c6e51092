"""Notifications reach a file, a webhook and a real oslo.messaging listener: all of them, in order, whoever dies."""
import collections
import contextlib
import json
import random
import sqlite3
import subprocess
import time

import pytest

from harness.rabbitmq import Listener
from harness.service import PROJECT, Scoria
from harness.api import API
from harness.waiting import until
from harness.webhook import Webhook

LIFE = [
    "volume.create.start", "volume.create.end", "volume.update.start", "volume.update.end", "volume.resize.start", "volume.resize.end",
    "snapshot.create.start", "snapshot.create.end", "snapshot.delete.start", "snapshot.delete.end", "volume.delete.start",
    "volume.delete.end",
]


def api(scoria):
    return API(scoria.port, PROJECT)


def live(client):
    """One volume's life, and its id."""
    volume = client.new_volume(name="life\nline", size=1, metadata={"k": "v"})
    client.put(f"/volumes/{volume}", {"volume": {"name": "renamed"}})
    client.action(volume, "os-extend", {"new_size": 2})
    client.settle("volume", volume, "available")
    snapshot = client.new_snapshot(volume)
    client.delete(f"/snapshots/{snapshot}")
    client.gone("snapshot", snapshot)
    client.delete(f"/volumes/{volume}")
    client.gone("volume", volume)
    return volume


def of_volume(events, volume):
    return [event for event in events if event["payload"].get("volume_id") == volume]


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_life_as_every_receiver_hears_it(rabbitmq, tmp_path):
    with Webhook() as hook, Listener(rabbitmq) as listener:
        settings = f"""
[DEFAULT]
transport_url = {rabbitmq.url}
[oslo_messaging_notifications]
driver = messagingv2
[notifications]
file_path = {tmp_path}/notes.jsonl
webhook_url = {hook.url}
webhook_secret = {hook.secret}
"""
        with Scoria(name="notifications", settings=settings) as scoria:
            client = api(scoria)
            volume = live(client)
            client.post("/volumes", {"volume": {"size": 100000}}, expect=(202, 413))
            heard = until(lambda: len(of_volume(listener.notifications(), volume)) >= len(LIFE) and listener.notifications(),
                          lambda: f"the listener to hear all: {listener.notifications()}\n{scoria.tail()}")
            heard = of_volume(heard, volume)
            assert [event["event_type"] for event in heard] == LIFE
            assert {event["priority"] for event in heard} == {"INFO"}
            assert heard[0]["publisher"] == "volume." + heard[0]["payload"]["host"].split("#")[0]
            created = heard[1]["payload"]
            assert created["tenant_id"] == PROJECT and created["size"] == 1 and created["status"] == "available"
            assert created["display_name"] == "life\nline" and created["metadata"] == [{"key": "k", "value": "v"}]
            assert heard[5]["payload"]["size"] == 2
            assert heard[0]["context"]["project_id"] == PROJECT and heard[0]["context"]["request_id"].startswith("req-")
            assert heard[7]["payload"]["metadata"] == "{}" and heard[9]["payload"]["deleted"] == "True"

            until(lambda: len(of_volume(hook.events, volume)) >= len(LIFE), "the webhook to have all")
            until(lambda: len(of_volume(lines(tmp_path / "notes.jsonl"), volume)) >= len(LIFE), "the file to have all")
            for events in (hook.events, lines(tmp_path / "notes.jsonl")):
                events = of_volume(events, volume)
                assert [event["event_type"] for event in events] == LIFE
                assert [event["message_id"] for event in events] == [event["message_id"] for event in heard]
            assert not hook.bad


def test_no_place_is_an_error_of_the_scheduler(rabbitmq, tmp_path):
    settings = f"[DEFAULT]\ntransport_url = {rabbitmq.url}\nquota_gigabytes = -1\n[oslo_messaging_notifications]\ndriver = messagingv2\n"
    with Listener(rabbitmq) as listener, Scoria(name="noplace", settings=settings) as scoria:
        client = api(scoria)
        kind = client.post("/types", {"volume_type": {"name": "nowhere", "extra_specs": {"volume_backend_name": "none"}}})["volume_type"]
        volume = client.create_volume(size=1, volume_type=kind["id"])
        client.settle("volume", volume, "error")
        heard = until(lambda: [event for event in listener.notifications() if event["payload"].get("volume_id") == volume],
                      "the scheduler's word")
        assert [(event["priority"], event["event_type"], event["publisher"]) for event in heard] == [
            ("ERROR", "scheduler.create_volume", "scheduler")]
        assert heard[0]["payload"]["method"] == "create_volume" and heard[0]["payload"]["reason"]


def test_every_word_of_the_scheduler(tmp_path):
    """Each operation for which a place is looked for has the field's word when there is none, beside ours for its end."""
    path = tmp_path / "notes.jsonl"
    with Scoria(name="noplace", settings=f"[DEFAULT]\nquota_gigabytes = -1\n[notifications]\nfile_path = {path}\n") as scoria:
        client = api(scoria)
        volume = client.new_volume(size=1)
        client.action(volume, "os-extend", {"new_size": 100_000_000})

        def errors(resource):
            return [event["event_type"] for event in lines(path) if event["priority"] == "ERROR" and event["resource_id"] == resource]

        until(lambda: errors(volume) == ["scheduler.extend_volume", "volume.resize.error"], lambda: f"the extension: {errors(volume)}")
        kind = client.post("/types", {"volume_type": {"name": "elsewhere", "extra_specs": {"volume_backend_name": "none"}}})["volume_type"]
        managed = client.post("/os-volume-manage", {"volume": {
            "host": client.get("/scheduler-stats/get_pools")["pools"][0]["name"], "ref": {"source-name": "absent"},
            "volume_type": kind["id"]}})["volume"]["id"]
        until(lambda: errors(managed) == ["scheduler.manage_existing", "volume.manage_existing.error"],
              lambda: f"the management: {errors(managed)}")


def test_refusals_about_types_and_qos_specs(tmp_path):
    """The field tells of these with priority ERROR, and of each list of associations."""
    path = tmp_path / "notes.jsonl"
    with Scoria(name="refusals", settings=f"[notifications]\nfile_path = {path}\n") as scoria:
        client = api(scoria)
        nobody = "00000000-0000-4000-8000-000000000000"
        kind = client.post("/types", {"volume_type": {"name": "gold"}})["volume_type"]["id"]
        specs = client.post("/qos-specs", {"qos_specs": {"name": "fast", "iops": "9"}})["qos_specs"]["id"]
        other = client.post("/qos-specs", {"qos_specs": {"name": "slow", "iops": "1"}})["qos_specs"]["id"]
        client.get(f"/qos-specs/{specs}/associate?vol_type_id={kind}", expect=202)
        wanted = []

        def refused(event, status, method, route, body=None):
            getattr(client, method)(route, *([body] if body else []), expect=status)
            wanted.append(event)

        refused("volume_type.create", 409, "post", "/types", {"volume_type": {"name": "gold"}})
        refused("volume_type.update", 404, "put", f"/types/{nobody}", {"volume_type": {"name": "x"}})
        refused("volume_type.delete", 404, "delete", f"/types/{nobody}")
        refused("qos_specs.create", 409, "post", "/qos-specs", {"qos_specs": {"name": "fast"}})
        refused("qos_specs.update", 404, "put", f"/qos-specs/{nobody}", {"qos_specs": {"iops": "2"}})
        refused("qos_specs.delete", 400, "delete", f"/qos-specs/{specs}")
        refused("qos_specs.delete_keys", 404, "put", f"/qos-specs/{specs}/delete_keys", {"keys": ["absent"]})
        refused("qos_specs.associations", 404, "get", f"/qos-specs/{nobody}/associations")
        refused("qos_specs.associate", 400, "get", f"/qos-specs/{other}/associate?vol_type_id={kind}")
        refused("qos_specs.disassociate", 404, "get", f"/qos-specs/{nobody}/disassociate?vol_type_id={kind}")
        refused("qos_specs.disassociate_all", 404, "get", f"/qos-specs/{nobody}/disassociate_all")
        client.get(f"/qos-specs/{specs}/associations")

        def told(priority):
            return [event for event in lines(path) if event["priority"] == priority]

        until(lambda: len(told("ERROR")) >= len(wanted), lambda: f"all: {[event['event_type'] for event in told('ERROR')]}")
        assert [event["event_type"] for event in told("ERROR")] == wanted
        for event in told("ERROR"):
            assert event["payload"]["error_message"]
            if event["event_type"].startswith("volume_type"):
                assert event["publisher_id"] == "volumeType" and set(event["payload"]) == {"volume_types", "name", "id", "error_message"}
            else:
                assert event["publisher_id"] == "QoSSpecs" and set(event["payload"]) <= {"name", "id", "error_message"}
        until(lambda: any(event["event_type"] == "qos_specs.associations" for event in told("INFO")), "the list of associations")


def test_a_broker_that_goes_away_and_comes_back(rabbitmq):
    settings = f"[oslo_messaging_notifications]\ndriver = messagingv2\ntransport_url = {rabbitmq.url}\n"
    with Scoria(name="broker", settings=settings) as scoria:
        client = api(scoria)
        client.new_volume(size=1)
        rabbitmq.stop()
        try:
            volumes = [client.new_volume(size=1) for _ in range(3)]
            until(lambda: "notifications were not delivered" in scoria.log.read_text(), "the log to say so")
        finally:
            rabbitmq.start()
        with Listener(rabbitmq) as listener:
            for volume in volumes:
                until(lambda: len(of_volume(listener.notifications(), volume)) >= 2, "what had waited")
                types = list(dict.fromkeys(event["event_type"] for event in of_volume(listener.notifications(), volume)))
                assert types == ["volume.create.start", "volume.create.end"]
        assert rabbitmq.password not in scoria.log.read_text()


@pytest.mark.parametrize("behave", ["fail", "redirect", "hang", "flood"])
def test_a_webhook_that_misbehaves_harms_nobody(tmp_path, behave):
    with Webhook() as hook:
        hook.behave = behave
        settings = f"""
[notifications]
file_path = {tmp_path}/notes.jsonl
webhook_url = {hook.url}
webhook_secret = {hook.secret}
webhook_timeout = 2
"""
        with Scoria(name="webhook", settings=settings) as scoria:
            client = api(scoria)
            volume = client.new_volume(size=1)
            until(lambda: len(of_volume(lines(tmp_path / "notes.jsonl"), volume)) >= 2, "the file, which has nothing to do with it")
            until(lambda: hook.posts >= 1, "a post")
            if behave != "flood":
                until(lambda: "notifications were not delivered" in scoria.log.read_text(), lambda: f"a warning: {scoria.tail()}")
            else:
                until(lambda: hook.cut, "the answer to be cut")
            assert hook.elsewhere == 0, "a redirect was followed"
            hook.behave = "take"
            hook.released.set()
            until(lambda: len(of_volume(hook.events, volume)) >= 2, "the webhook to have all once it works")
            until(lambda: list(dict.fromkeys(event["message_id"] for event in hook.events)) == [
                event["message_id"] for event in lines(tmp_path / "notes.jsonl")], "both to have the same in one order")
            assert hook.secret not in scoria.log.read_text()


def test_rotation(tmp_path):
    path = tmp_path / "notes.jsonl"
    with Scoria(name="rotation", settings=f"[notifications]\nfile_path = {path}\n") as scoria:
        client = api(scoria)
        first = client.new_volume(size=1)
        until(lambda: len(of_volume(lines(path), first)) >= 2, "the first file")
        path.rename(tmp_path / "notes.1")
        second = client.new_volume(size=1)
        until(lambda: len(of_volume(lines(path), second)) >= 2, "the second file")
        assert not of_volume(lines(path), first)


def test_kills_lose_nothing_and_keep_the_order(rabbitmq, tmp_path, conclude):
    """What the database says happened to each volume is what each receiver heard, at least once and in that order."""
    chance, kills = random.Random(4), 12
    path = tmp_path / "notes.jsonl"
    with Webhook() as hook, Listener(rabbitmq) as listener:
        settings = f"""
[DEFAULT]
transport_url = {rabbitmq.url}
quota_volumes = -1
quota_gigabytes = -1
[oslo_messaging_notifications]
driver = messagingv2
[notifications]
file_path = {path}
webhook_url = {hook.url}
webhook_secret = {hook.secret}
"""
        with Scoria(name="kills", settings=settings) as scoria:
            for round in range(kills):
                client = api(scoria)
                try:
                    for _ in range(chance.randint(1, 8)):
                        client.create_volume(size=1)
                except OSError:
                    pass
                if round % 3 == 0:
                    # Dies between the receiver's word that it has them and the note of it.
                    scoria.kill()
                    scoria.launch(fault=f"notifications.{chance.choice(['file', 'webhook', 'rabbitmq'])}.delivered:1")
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        scoria.process.wait(2)
                else:
                    time.sleep(chance.random() * 0.3)
                scoria.kill()
                scoria.start()
            client = api(scoria)
            until(lambda: all(volume["status"] == "available" for volume in client.every("/volumes/detail", "volumes")), "all to be done")
            volumes = [volume["id"] for volume in client.every("/volumes/detail", "volumes")]
            assert volumes
            until(lambda: behind(scoria) == 0, lambda: f"all to be delivered: {behind(scoria)} left\n{scoria.tail()}")
            wanted = ["volume.create.start", "volume.create.end"]
            until(lambda: heard_all(listener.notifications(), volumes), "the listener to hear all")
            for name, events in (("file", lines(path)), ("webhook", hook.events), ("rabbitmq", listener.notifications())):
                first = {}
                for event in events:
                    first.setdefault(event["message_id"], event)
                each = collections.defaultdict(list)
                for event in first.values():
                    each[event["payload"].get("volume_id")].append(event["event_type"])
                assert {volume: each[volume] for volume in volumes} == {volume: wanted for volume in volumes}, name
            conclude(f"notifications: {scoria.kills} kills, {len(volumes)} volumes, file {len(lines(path))}, webhook {len(hook.events)}, "
                     f"rabbitmq {len(listener.notifications())} deliveries of {2 * len(volumes)} notifications")


def heard_all(events, volumes):
    ends = {event["payload"].get("volume_id") for event in events if event["event_type"] == "volume.create.end"}
    return ends >= set(volumes)


def behind(scoria):
    """How many notifications some receiver has not got."""
    with sqlite3.connect(f"file:{scoria.state}/scoria.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM events, deliveries WHERE sequence > cursor AND payload IS NOT NULL").fetchone()[0]
