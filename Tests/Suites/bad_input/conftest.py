"""What the errors of the field's table are provoked on."""
import pytest

from harness.field import judge
from harness.service import Scoria

CONNECTOR = {"initiator": "iqn.1993-08.org.debian:01:field", "host": "field"}
SETTINGS = """
[DEFAULT]
enabled_backends = here,there,silent
storage_availability_zone = here
[here]
volume_driver = scoria.fake
volume_backend_name = here
backend_availability_zone = here
[there]
volume_driver = scoria.fake
volume_backend_name = there
backend_availability_zone = there
fake_faults = createExport:permanent:100
[silent]
volume_driver = scoria.fake
volume_backend_name = silent
backend_availability_zone = silent
fake_faults = statistics:permanent:100
"""


class World:
    """Backends that pretend, each in a zone of its own; what is exported from `there` always fails, and `silent` never reports."""

    def __init__(self, service, api):
        self.service, self.api = service, api
        self.number = 0

    def seen_by(self, project):
        return World(self.service, self.api.as_caller(project=project))

    def type(self, extra_specs=None, **fields):
        self.number += 1
        return self.api.post("/types", {"volume_type": {"name": f"kind-{self.number}", "extra_specs": extra_specs or {}, **fields}})[
            "volume_type"]["id"]

    def volume(self, status=None, **fields):
        volume = self.api.new_volume(**({"availability_zone": "here"} | fields))
        if status:
            self.api.action(volume, "os-reset_status", {"status": status})
        return volume

    def change(self, statement, *values):
        """Changes the database under the service, for a state that no call leads to."""
        with self.service.altered() as database:
            database.execute(statement, values)

    def encrypted(self):
        """A volume as a later version makes them."""
        volume = self.volume()
        self.change("UPDATE volumes SET encrypted = 1 WHERE id = ?", volume)
        return volume

    def snapshot(self, volume, status=None):
        snapshot = self.api.new_snapshot(volume)
        if status:
            self.api.post(f"/snapshots/{snapshot}/action", {"os-reset_status": {"status": status}})
        return snapshot

    def reserved(self, volume, **fields):
        return self.api.post("/attachments", {"attachment": {"volume_uuid": volume, **fields}}, 200)["attachment"]["id"]

    def attached(self, **fields):
        """A volume in use, and its attachment."""
        volume = self.volume(**fields)
        attachment = self.reserved(volume, connector=CONNECTOR)
        self.api.post(f"/attachments/{attachment}/action", {"os-complete": {}}, 204)
        return volume, attachment

    def host(self, name="here"):
        """The service of a backend, `host@backend`."""
        return next(row["host"] for row in self.api.get("/os-services?binary=cinder-volume")["services"] if row["host"].endswith(f"@{name}"))

    def pool(self, name="here"):
        return next(row["name"] for row in self.api.get("/scheduler-stats/get_pools")["pools"] if f"@{name}#" in row["name"])

    def refuse(self, expected, words, method, path, body=None, headers=None):
        """Sends what has to be refused, with a code or by a row of the field's table."""
        judge(self.api.call(method, path, body, headers=headers), expected, words)

    def refuse_action(self, expected, words, volume, name, arguments=None):
        self.refuse(expected, words, "POST", f"/volumes/{volume}/action", {name: {} if arguments is None else arguments})


@pytest.fixture(scope="module")
def world(request):
    with Scoria(name="errors", settings=SETTINGS) as service:
        request.node.scoria = service
        api = service.api()
        api.raise_quota()
        yield World(service, api)
