"""What the tests of the clients' options begin with: a node of a cluster, a volume and a snapshot to list, and one to spend."""
import pytest

from harness.waiting import until

SETTINGS = "[DEFAULT]\ncluster = rack\nquota_volumes = 100\nquota_snapshots = 100\nquota_gigabytes = 200000\n"
CLUSTER = "rack@default"
GIBI = 1 << 30
INITIATOR = "iqn.2010-10.org.openstack:options"


@pytest.fixture(scope="module")
def volume(scoria):
    return scoria.api().new_volume(name="kept", metadata={"colour": "red"})


@pytest.fixture(scope="module")
def snapshot(scoria, volume):
    return scoria.api().new_snapshot(volume, name="kept", metadata={"colour": "red"})


@pytest.fixture
def spare(scoria):
    return scoria.api().new_volume(name="spare")


def foreign(scoria, name):
    """A file in the pool that the service knows nothing of."""
    with open(scoria.pool / name, "wb") as file:
        file.truncate(GIBI)
    return name


def connector(spelled):
    return ["--initiator", INITIATOR, "--ip", "127.0.0.1", "--host", "options", "--platform", "x86_64", spelled, "linux2", "--mountpoint", "/dev/vdb"]


def test_zz_the_service_is_as_before(scoria, volume, snapshot):
    """No flow is left under way, and what nobody deleted is still there."""
    api = scoria.api()
    until(lambda: all(row["finished_at"] for row in api.get("/operations")["operations"]), "every flow to end", 30)
    assert (api.volume(volume)["status"], api.snapshot(snapshot)["status"]) == ("available", "available")
