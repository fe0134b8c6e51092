"""What test_openstacksdk.py asks, of a service behind a real Keystone."""
import openstack as sdk
import pytest

from clients.conftest import SERVER
from clients.keystone import cinder, cloud, openstack, scoria  # noqa: F401
from clients.test_openstacksdk import *  # noqa: F403

del test_attachment  # noqa: F821  it deletes what a server uses; see below
del test_operators_view  # noqa: F821  its figures are the default quotas, which this service does not have


def test_attachment_of_a_server(storage, scoria, volume):  # noqa: F811
    """Who is not the compute service may not take a volume away from a server that uses it (CVE-2023-2088)."""
    with Initiator("client-host") as host:  # noqa: F405
        made = storage.create_attachment(volume, connector=None, instance=SERVER)
        connection = storage.update_attachment(made, connector=host.connector).connection_info
        host.write(connection, 0x5A)
        storage.complete_attachment(made)
        with pytest.raises(sdk.exceptions.ConflictException):
            storage.delete_attachment(made, ignore_missing=False)
        host.expect(connection, 0x5A)
        nova = scoria.keystone.token("nova").id
        scoria.api().call("DELETE", f"/attachments/{made.id}", expect=200, headers={"X-Service-Token": nova})
        host.refused(connection)
    remove(storage, volume)  # noqa: F405
