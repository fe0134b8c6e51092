"""Usage audits: each volume and snapshot is told once for a period, whatever is killed; and what backends report of their room."""
import collections
import datetime
import json
import sqlite3
import subprocess
import uuid

import pytest

from harness.rabbitmq import Listener
from harness.service import PROJECT, Scoria
from harness.waiting import until

LONG_AGO = "2020-01-02T03:04:05.000000"


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def exists(path):
    """What each audit has told: the number of different notifications by (period's end, resource), as a receiver sees it."""
    told = collections.defaultdict(set)
    for event in lines(path):
        if event["event_type"] in ("volume.exists", "snapshot.exists"):
            told[event["payload"]["audit_period_ending"], event["resource_id"]].add(event["message_id"])
    return {key: len(ids) for key, ids in told.items()}


def copies(scoria, table, identifier, number):
    """Rows like one of a table, of long ago; only while the service is down."""
    with sqlite3.connect(scoria.state / "scoria.sqlite") as database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        row = dict(zip(columns, database.execute(f"SELECT * FROM {table} WHERE id = ?", (identifier,)).fetchone()))
        made = [dict(row, id=str(uuid.uuid4()), created_at=LONG_AGO) for _ in range(number)]
        database.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})", made)
    database.close()
    return {row["id"] for row in made}


def state(scoria):
    return {(row["period_beginning"], row["period_ending"]): (row["stage"], row["told"])
            for row in scoria.query("SELECT * FROM usage_audits")}


def ask(scoria, *arguments):
    return subprocess.run(scoria.command("usage-audit", "--config", scoria.config, "--state-path", scoria.state, *arguments),
                          capture_output=True, text=True)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.jsonl"


def test_each_period_by_itself_and_once_through_kills(path):
    settings = f"[DEFAULT]\nvolume_usage_audit_period = hour\nquota_volumes = -1\n[notifications]\nfile_path = {path}\n"
    with Scoria(name="audit", settings=settings) as scoria:
        client = scoria.api()
        young = client.new_volume(size=1)
        snapshot = client.new_snapshot(young)
        scoria.stop()
        wanted = copies(scoria, "volumes", young, 650) | copies(scoria, "snapshots", snapshot, 250)
        with sqlite3.connect(scoria.state / "scoria.sqlite") as database:
            database.execute("DELETE FROM usage_audits")
        database.close()
        # Six batches in all; each life comes so far that the next still has something to do.
        for fault in ("usage_audit.told:1", "usage_audit.told:3", "usage_audit.batch:1", "usage_audit.batch:2", "usage_audit.told:1",
                      "notifications.file.delivered:1"):
            scoria.launch(fault=fault)
            scoria.process.wait(120)
            scoria.kills += 1
        scoria.start()
        until(lambda: any(stage == "done" and told for stage, told in state(scoria).values()), lambda: f"the audit: {state(scoria)}")
        until(lambda: {resource for _, resource in exists(path)} == wanted, lambda: f"{len(exists(path))} of {len(wanted)}")
        ends = {end for end, _ in exists(path)}
        # The hour may have turned meanwhile; each period then has its own.
        for end in ends:
            assert {resource: count for (ending, resource), count in exists(path).items() if ending == end} == dict.fromkeys(wanted, 1)
        scoria.kill()
        before = len(exists(path))
        scoria.start()
        client.new_volume(size=1)
        until(lambda: lines(path)[-1]["event_type"] == "volume.create.end", "what comes later")
        assert len(exists(path)) == before or {end for end, _ in exists(path)} != ends


def test_what_a_listener_hears(rabbitmq):
    settings = f"[DEFAULT]\ntransport_url = {rabbitmq.url}\n[oslo_messaging_notifications]\ndriver = messagingv2\n"
    with Listener(rabbitmq) as listener, Scoria(name="audit", settings=settings) as scoria:
        client = scoria.api()
        volume = client.new_volume(size=1, name="mine")
        snapshot = client.new_snapshot(volume)
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        until(lambda: datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") > now, "the next second")
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        done = ask(scoria, "--start_time", "2026-01-01", "--end_time", now)
        assert done.returncode == 0 and "is noted" in done.stdout, done.stdout + done.stderr

        def told():
            found = [event for event in listener.notifications() if event["event_type"].endswith(".exists")]
            return found if len(found) == 2 else None

        first, second = until(told, lambda: f"both: {[event['event_type'] for event in listener.notifications()]}\n{scoria.tail()}")
        for event in (first, second):
            assert event["priority"] == "INFO" and event["payload"]["tenant_id"] == PROJECT
            assert event["payload"]["audit_period_beginning"] == "2026-01-01 00:00:00"
            assert event["payload"]["audit_period_ending"] == now.replace("T", " ")
        assert first["event_type"] == "volume.exists" and first["payload"]["volume_id"] == volume
        assert first["payload"]["display_name"] == "mine" and first["payload"]["size"] == 1
        assert first["publisher"] == "volume." + first["payload"]["host"].split("#")[0]
        assert second["event_type"] == "snapshot.exists" and second["payload"]["snapshot_id"] == snapshot
        again = ask(scoria, "--start", "2026-01-01", "--end", now)
        assert again.returncode == 0 and "2 told" in again.stdout, again.stdout
        assert ask(scoria, "--start", "2026-01-01", "--end", now, "--again").returncode == 0
        until(lambda: sum(event["event_type"] == "volume.exists" for event in listener.notifications()) == 2, "it once more")


def test_what_cannot_be_audited(path):
    with Scoria(name="audit", settings=f"[notifications]\nfile_path = {path}\n") as scoria:
        late = ask(scoria, "--end", "2999-01-01")
        assert late.returncode != 0 and "has not come yet" in late.stderr
        assert "has no length" in ask(scoria, "--start", "2026-02-02", "--end", "2026-02-01").stderr
        assert "is no moment" in ask(scoria, "--start", "yesterday").stderr
        until(lambda: state(scoria), "the audit of the month")
    with Scoria(name="audit", settings="[DEFAULT]\nlog_level = info\n") as scoria:
        nowhere = ask(scoria)
        assert nowhere.returncode == 78 and "go nowhere" in nowhere.stderr
        assert not state(scoria)


def test_only_when_asked(path):
    """`usage_audit = false` leaves it to the command, as `cron` has it in the field."""
    with Scoria(name="audit", settings=f"[notifications]\nfile_path = {path}\nusage_audit = false\n") as scoria:
        scoria.api().new_volume(size=1)
        until(lambda: lines(path), "a notification")
        assert not state(scoria)
        assert ask(scoria).returncode == 0
        until(lambda: [stage for stage, _ in state(scoria).values()] == ["done"], "the audit")


def test_capacity(path):
    """A backend's first report, and each that has changed, pool by pool and in all."""
    settings = f"[DEFAULT]\nbackend_stats_polling_interval = 3\nreport_interval = 1\n[notifications]\nfile_path = {path}\n"
    with Scoria(name="capacity", settings=settings) as scoria:
        def reports(kind):
            return [event for event in lines(path) if event["event_type"] == f"capacity.{kind}"]

        first, whole = until(lambda: reports("pool") and reports("backend") and (reports("pool")[0], reports("backend")[0]), "a report")
        pool = scoria.api().get("/scheduler-stats/get_pools?detail=true")["pools"][0]
        assert first["payload"]["name_to_id"] == pool["name"]
        assert whole["payload"]["name_to_id"] == pool["name"].split("#")[0]
        host = pool["name"].split("@")[0]
        for event in (first, whole):
            assert event["priority"] == "INFO" and event["publisher_id"] == f"capacity.{host}" and event["project_id"] is None
            assert set(event["payload"]) == {"name_to_id", "total", "free", "allocated", "provisioned", "virtual_free", "reported_at"}
            assert event["payload"]["total"] == pytest.approx(pool["capabilities"]["total_capacity_gb"])
            assert event["payload"]["allocated"] == 0
        scoria.api().new_volume(size=3)
        until(lambda: reports("pool")[-1]["payload"]["allocated"] == 3 and reports("backend")[-1]["payload"]["allocated"] == 3,
              lambda: f"the report with the volume: {reports('pool')[-1]}")
