"""What goes wrong around a running service: a group that is missing, devices that somebody holds open, connectors that lack a field."""
import contextlib
import os

from service import HOST_NQN, INITIATOR, Failure, logical_volumes, run, wait_for

GROUP = "late"
DISK = "/dev/vdf"


def require(condition, what):
    if not condition:
        raise Failure(what)


def refused(status, words, body):
    """Holds that a call is refused with this status, and in words that say why."""
    try:
        body()
    except Failure as error:
        require(f": {status} " in str(error), str(error))
        require(all(word in str(error) for word in words), f"it only says: {error}")
        return
    raise Failure(f"it succeeded, which should have been refused with {status}")


@contextlib.contextmanager
def held(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield
    finally:
        os.close(descriptor)


class Trouble:
    """Checks whose causes last while others run: what is begun early is looked at later."""

    def __init__(self, scoria):
        self.scoria = scoria
        self.opened = contextlib.ExitStack()

    def missing_group(self):
        """For the beginning: the pauses between the service's tries grow."""
        scoria = self.scoria
        service = wait_for("the backend is listed", lambda: self.services().get(GROUP), 60)
        require(service["backend_state"] == "down", f"a backend without its group is {service}")
        refused(502, ["no volume group late", "vgcreate"], lambda: scoria.get(f"/capabilities/{service['host']}"))
        run("vgcreate", "-q", GROUP, DISK)
        wait_for("the backend comes up when its group is there", lambda: self.services()[GROUP]["backend_state"] == "up")
        self.host = f"{service['host']}#{GROUP}"
        self.volume = scoria.new_volume(GROUP)
        run("lvcreate", "-q", "-y", "-L", "1g", "-n", "somebodys", GROUP)
        self.opened.enter_context(held(f"/dev/{GROUP}/volume-{self.volume}"))
        self.opened.enter_context(held(f"/dev/{GROUP}/somebodys"))
        # It is tried again for half a minute, in case that somebody lets go of it.
        scoria.call("DELETE", f"/volumes/{self.volume}")

    def services(self):
        return {service["host"].split("@")[-1]: service for service in self.scoria.get("/os-services?binary=cinder-volume")["services"]}

    def busy_managed(self):
        scoria = self.scoria
        answer = scoria.get(f"/manageable_volumes/detail?host={self.host.replace('#', '%23')}")
        listed = {each["reference"]["source-name"]: each for each in answer["manageable-volumes"]}
        require(not listed["somebodys"]["safe_to_manage"] and "in use" in listed["somebodys"]["reason_not_safe"], f"listed is {listed}")
        id = self.manage()
        scoria.wait_volume(id, "error", 60)
        self.require_told(id)
        scoria.delete_volume(id)
        require("somebodys" in logical_volumes(GROUP), "what could not be managed is gone")

    def manage(self):
        scoria = self.scoria
        scoria.ensure_type(GROUP)
        body = {"volume": {"host": self.host, "ref": {"source-name": "somebodys"}, "name": "managed", "volume_type": GROUP}}
        return scoria.call("POST", "/manageable_volumes", body)["volume"]["id"]

    def busy_deleted(self):
        scoria = self.scoria
        scoria.wait_volume(self.volume, "available")
        self.require_told(self.volume)
        require(f"volume-{self.volume}" in logical_volumes(GROUP), "a volume that is in use was removed")
        self.opened.close()
        scoria.delete_volume(self.volume)
        managed = self.manage()
        scoria.wait_volume(managed)
        scoria.delete_volume(managed)
        require(not logical_volumes(GROUP), f"the group still holds {logical_volumes(GROUP)}")

    def require_told(self, id):
        """The owner is told that somebody uses it, and the operator where."""
        messages = [message for message in self.scoria.get("/messages")["messages"] if message["resource_uuid"] == id]
        require(any("uses it" in message["user_message"] for message in messages), f"the messages are {messages}")
        operations = self.scoria.get(f"/operations?resource_id={id}")["operations"]
        require(any("in use on this host" in str(operation) for operation in operations), f"the operations are {operations}")

    def connectors(self):
        scoria = self.scoria
        for backend, field in (("lio", "initiator"), ("nvme", "nqn")):
            volume = scoria.new_volume(backend)
            connector = {"host": "guest", "initiator": INITIATOR, "nqn": HOST_NQN, "ip": "127.0.0.1"}
            del connector[field]
            body = {"attachment": {"volume_uuid": volume, "instance_uuid": volume, "connector": connector}}
            refused(400, [f'\\"{field}\\"'], lambda: scoria.call("POST", "/attachments", body))
            scoria.wait_volume(volume)
            require(not scoria.get(f"/attachments?volume_id={volume}")["attachments"], "an attachment is left")
            scoria.delete_volume(volume)
