"""Each kind of operation that the crash suite interrupts: how it is prepared, made, and judged when the service is back.

`act` sends the request or requests and notes what was answered. A broken connection is no answer: then either outcome is right, as
long as it is an outcome. What was answered is a promise and is held against the service.
"""
import os

OLD, NEW = b"old!" * 1024, b"new?" * 1024


class Item:
    """One object or set of objects that one of the concurrent calls works on."""

    def __init__(self, **fields):
        self.answered = False
        self.created = None
        self.__dict__.update(fields)

    def __repr__(self):
        return str(self.__dict__)


class Operation:
    """One kind. `width` calls run at once."""

    width = 8
    resting = frozenset()  # statuses in which an object may wait for its client's next call

    @property
    def name(self):
        return type(self).__name__

    def prepare(self, lane):
        """Makes what one call needs, while nothing is being killed."""
        return Item()

    def act(self, lane, item):
        """The call or calls that are interrupted."""
        raise NotImplementedError

    def verify(self, lane, item):
        """What must be true when everything has settled; may do what the client would do next."""
        raise NotImplementedError


def available(lane, identifier, size=1):
    shown = lane.api.volume(identifier)
    assert (shown["status"], shown["size"], shown["attachments"]) == ("available", size, []), shown
    assert os.stat(lane.file(identifier)).st_size == size << 30, f"{identifier}: the file has another size than the volume"


def absent(lane, kind, identifier):
    answer = lane.api.call("GET", f"/{kind}s/{identifier}")
    assert answer.status == 404, f"{kind} {identifier} was answered 202 to its deletion and still is: {answer.text[:300]}"


def content(lane, identifier):
    with open(lane.file(identifier), "rb") as file:
        return file.read(len(OLD))


class create(Operation):
    fields = {}

    def act(self, lane, item):
        item.created = lane.api.create_volume(name=self.name, **self.source(lane))
        item.answered = True

    def source(self, lane):
        return {}

    def verify(self, lane, item):
        if item.answered:
            available(lane, item.created)
            assert content(lane, item.created) == self.expected(lane), "the new volume has other bytes than its source"

    def expected(self, lane):
        return bytes(len(OLD))


class create_from_snapshot(create):
    def source(self, lane):
        return {"snapshot_id": lane.snapshot}

    def expected(self, lane):
        return OLD


class clone(create):
    def source(self, lane):
        return {"source_volid": lane.source}

    def expected(self, lane):
        return NEW


class delete(Operation):
    def prepare(self, lane):
        return Item(volume=lane.api.new_volume())

    def act(self, lane, item):
        lane.api.delete(f"/volumes/{item.volume}", 202)
        item.answered = True

    def verify(self, lane, item):
        if item.answered:
            absent(lane, "volume", item.volume)


class cascade_delete(delete):
    def prepare(self, lane):
        volume = lane.api.new_volume()
        return Item(volume=volume, snapshots=[lane.api.new_snapshot(volume) for _ in range(2)])

    def act(self, lane, item):
        lane.api.delete(f"/volumes/{item.volume}?cascade=true", 202)
        item.answered = True

    def verify(self, lane, item):
        if item.answered:
            for snapshot in item.snapshots:
                absent(lane, "snapshot", snapshot)
            absent(lane, "volume", item.volume)


class snapshot_create(Operation):
    def prepare(self, lane):
        return Item(volume=lane.api.new_volume())

    def act(self, lane, item):
        item.created = lane.api.create_snapshot(item.volume)
        item.answered = True

    def verify(self, lane, item):
        available(lane, item.volume)
        if item.answered:
            shown = lane.api.snapshot(item.created)
            assert (shown["status"], shown["volume_id"]) == ("available", item.volume), shown


class snapshot_delete(Operation):
    def prepare(self, lane):
        volume = lane.api.new_volume()
        return Item(volume=volume, snapshot=lane.api.new_snapshot(volume))

    def act(self, lane, item):
        lane.api.delete(f"/snapshots/{item.snapshot}", 202)
        item.answered = True

    def verify(self, lane, item):
        available(lane, item.volume)
        if item.answered:
            absent(lane, "snapshot", item.snapshot)


class extend(Operation):
    def prepare(self, lane):
        return Item(volume=lane.api.new_volume())

    def act(self, lane, item):
        lane.api.action(item.volume, "os-extend", {"new_size": 2}, 202)
        item.answered = True

    def verify(self, lane, item):
        size = 2 if item.answered else lane.api.volume(item.volume)["size"]
        available(lane, item.volume, size)


class revert(Operation):
    def prepare(self, lane):
        volume = lane.api.new_volume()
        lane.overwrite(volume, OLD)
        snapshot = lane.api.new_snapshot(volume)
        lane.overwrite(volume, NEW)
        return Item(volume=volume, snapshot=snapshot)

    def act(self, lane, item):
        lane.api.action(item.volume, "revert", {"snapshot_id": item.snapshot}, 202)
        item.answered = True

    def verify(self, lane, item):
        available(lane, item.volume)
        assert lane.api.snapshot(item.snapshot)["status"] == "available"
        found = content(lane, item.volume)
        assert found == OLD or not item.answered and found == NEW, f"{item.volume} is neither reverted nor untouched"


class attachment_create(Operation):
    resting = frozenset({"reserved"})

    def prepare(self, lane):
        return Item(volume=lane.api.new_volume())

    def act(self, lane, item):
        item.created = reserve(lane, item.volume)
        item.answered = True

    def verify(self, lane, item):
        rows = lane.api.get(f"/attachments?volume_id={item.volume}")["attachments"]
        if item.answered:
            assert [(row["id"], row["status"]) for row in rows] == [(item.created, "reserved")], rows
        assert lane.api.volume(item.volume)["status"] == ("reserved" if rows else "available"), rows


def reserve(lane, volume):
    return lane.api.post("/attachments", {"attachment": {"volume_uuid": volume}}, 200)["attachment"]["id"]


def connect(lane, attachment):
    body = {"attachment": {"connector": lane.connector}}
    return lane.api.put(f"/attachments/{attachment}", body, 200)["attachment"]["connection_info"]


def complete(lane, attachment):
    lane.api.call("POST", f"/attachments/{attachment}/action", {"os-complete": {}}, expect=204)


class attachment_update(Operation):
    resting = frozenset({"reserved", "attaching"})

    def prepare(self, lane):
        volume = lane.api.new_volume()
        return Item(volume=volume, attachment=reserve(lane, volume))

    def act(self, lane, item):
        item.connection = connect(lane, item.attachment)
        item.answered = True

    def verify(self, lane, item):
        if not item.answered:  # the client repeats what it got no answer to
            item.connection = connect(lane, item.attachment)
        assert lane.api.volume(item.volume)["status"] == "attaching"
        assert item.connection["target_iqn"] in {target["name"] for target in lane.scoria.targets()}
        complete(lane, item.attachment)
        assert lane.api.volume(item.volume)["status"] == "in-use"


class attachment_complete(Operation):
    resting = frozenset({"attaching"})

    def prepare(self, lane):
        volume = lane.api.new_volume()
        attachment = reserve(lane, volume)
        connect(lane, attachment)
        return Item(volume=volume, attachment=attachment)

    def act(self, lane, item):
        complete(lane, item.attachment)
        item.answered = True

    def verify(self, lane, item):
        if not item.answered:
            complete(lane, item.attachment)
        shown = lane.api.volume(item.volume)
        assert shown["status"] == "in-use", shown
        assert [entry["attachment_id"] for entry in shown["attachments"]] == [item.attachment], shown


class attachment_delete(Operation):
    def prepare(self, lane):
        item = attachment_complete().prepare(lane)
        complete(lane, item.attachment)
        return item

    def act(self, lane, item):
        lane.api.call("DELETE", f"/attachments/{item.attachment}", expect=200)
        item.answered = True

    def verify(self, lane, item):
        answer = lane.api.call("GET", f"/attachments/{item.attachment}")
        if item.answered:
            assert answer.status == 404, answer.text
        elif answer.status != 404:
            lane.api.call("DELETE", f"/attachments/{item.attachment}", expect=200)
        available(lane, item.volume)


class initialize_connection(Operation):
    def prepare(self, lane):
        return Item(volume=lane.api.new_volume())

    def act(self, lane, item):
        lane.api.action(item.volume, "os-initialize_connection", {"connector": lane.connector}, 200)
        item.answered = True

    def verify(self, lane, item):
        info = lane.api.action(item.volume, "os-initialize_connection", {"connector": lane.connector}, 200)["connection_info"]
        assert info["data"]["target_iqn"] in {target["name"] for target in lane.scoria.targets()}
        lane.api.action(item.volume, "os-terminate_connection", {"connector": lane.connector}, 202)


class terminate_connection(Operation):
    def prepare(self, lane):
        volume = lane.api.new_volume()
        lane.api.action(volume, "os-initialize_connection", {"connector": lane.connector}, 200)
        return Item(volume=volume)

    def act(self, lane, item):
        lane.api.action(item.volume, "os-terminate_connection", {"connector": lane.connector}, 202)
        item.answered = True

    def verify(self, lane, item):
        if not item.answered:
            lane.api.action(item.volume, "os-terminate_connection", {"connector": lane.connector}, 202)
        available(lane, item.volume)


class transfer_create(Operation):
    def prepare(self, lane):
        return Item(volume=lane.api.new_volume())

    def act(self, lane, item):
        item.created = offer(lane, item.volume)["id"]
        item.answered = True

    def verify(self, lane, item):
        offers = lane.api.get(f"/volume-transfers?volume_id={item.volume}")["transfers"]
        status = lane.api.volume(item.volume)["status"]
        assert status == ("awaiting-transfer" if offers else "available"), (status, offers)
        if item.answered:
            assert [row["id"] for row in offers] == [item.created], offers
        for row in offers:
            lane.api.delete(f"/volume-transfers/{row['id']}", 202)


def offer(lane, volume):
    return lane.api.post("/volume-transfers", {"transfer": {"volume_id": volume}}, 202)["transfer"]


class transfer_accept(Operation):
    """A volume and its snapshot go to another project together or not at all."""

    other = "0ddba11c0ffee0ddba11c0ffee000001"

    def prepare(self, lane):
        volume = lane.api.new_volume()
        snapshot = lane.api.new_snapshot(volume)
        transfer = offer(lane, volume)
        return Item(volume=volume, snapshot=snapshot, transfer=transfer["id"], key=transfer["auth_key"])

    def act(self, lane, item):
        body = {"accept": {"auth_key": item.key}}
        lane.api.as_caller(project=self.other, user="friend").post(f"/volume-transfers/{item.transfer}/accept", body, 202)
        item.answered = True

    def verify(self, lane, item):
        volume = lane.api.volume(item.volume)
        owners = {volume["os-vol-tenant-attr:tenant_id"], lane.api.snapshot(item.snapshot)["os-extended-snapshot-attributes:project_id"]}
        assert len(owners) == 1, f"{item.volume} is half-moved"
        is_moved = owners == {self.other}
        assert is_moved or not item.answered, f"{item.volume} was answered to be moved and is not"
        assert volume["status"] == ("available" if is_moved else "awaiting-transfer"), volume
        assert lane.api.call("GET", f"/volume-transfers/{item.transfer}").status == (404 if is_moved else 200)
        if is_moved:
            lane.api.delete(f"/volumes/{item.volume}?cascade=true", 202)
        else:
            lane.api.delete(f"/volume-transfers/{item.transfer}", 202)


class manage(Operation):
    def prepare(self, lane):
        path = lane.scoria.pool / f"legacy-{os.urandom(8).hex()}"
        path.write_bytes(OLD)
        host = lane.api.get("/scheduler-stats/get_pools")["pools"][0]["name"]
        return Item(path=path, host=host)

    def act(self, lane, item):
        body = {"volume": {"host": item.host, "ref": {"source-name": item.path.name}}}
        item.created = lane.api.post("/manageable_volumes", body, 202)["volume"]["id"]
        item.answered = True

    def verify(self, lane, item):
        if item.answered:
            available(lane, item.created)
            assert content(lane, item.created) == OLD and not item.path.exists(), f"{item.path.name} was not taken over whole"
        elif item.path.exists():
            assert item.path.read_bytes()[:len(OLD)] == OLD
            item.path.unlink()


class unmanage(Operation):
    def prepare(self, lane):
        volume = lane.api.new_volume()
        lane.overwrite(volume, OLD)
        return Item(volume=volume)

    def act(self, lane, item):
        lane.api.action(item.volume, "os-unmanage", {}, 202)
        item.answered = True

    def verify(self, lane, item):
        kept = lane.scoria.pool / f"unmanaged-{item.volume}"
        if item.answered:
            absent(lane, "volume", item.volume)
        if lane.api.call("GET", f"/volumes/{item.volume}").status == 200:
            available(lane, item.volume)
            assert not kept.exists() and content(lane, item.volume) == OLD
        else:
            with open(kept, "rb") as file:
                assert file.read(len(OLD)) == OLD, f"{item.volume} was given up without its bytes"
            kept.unlink()


class snapshot_unmanage(Operation):
    def prepare(self, lane):
        volume = lane.api.new_volume()
        return Item(volume=volume, snapshot=lane.api.new_snapshot(volume))

    def act(self, lane, item):
        lane.api.call("POST", f"/snapshots/{item.snapshot}/action", {"os-unmanage": {}}, expect=202)
        item.answered = True

    def verify(self, lane, item):
        kept = lane.scoria.pool / f"unmanaged-snapshot-{item.snapshot}"
        if item.answered:
            absent(lane, "snapshot", item.snapshot)
        is_there = lane.api.call("GET", f"/snapshots/{item.snapshot}").status == 200
        assert kept.exists() != is_there, f"the bytes of {item.snapshot} are lost or there twice"
        kept.unlink(missing_ok=True)


OPERATIONS = [
    create, create_from_snapshot, clone, delete, cascade_delete, snapshot_create, snapshot_delete, extend, revert, attachment_create,
    attachment_update, attachment_complete, attachment_delete, initialize_connection, terminate_connection,
    transfer_create, transfer_accept, manage, unmanage, snapshot_unmanage,
]
