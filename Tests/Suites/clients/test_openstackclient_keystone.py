"""What test_openstackclient.py asks, of a service behind a real Keystone."""
from clients.keystone import cinder, cloud, openstack, scoria  # noqa: F401
from clients.test_openstackclient import *  # noqa: F403

del test_attachment  # noqa: F821  it deletes what a server uses; see below


def test_attachment_of_a_server(openstack, scoria, volume):  # noqa: F811
    """Who is not the compute service may not take a volume away from a server (CVE-2023-2088)."""
    from clients.conftest import SERVER

    made = scoria.api().post("/attachments", {"attachment": {"volume_uuid": volume, "instance_uuid": SERVER}})["attachment"]["id"]
    assert openstack("volume", "attachment", "show", made)["Volume ID"] == volume
    assert made in [row["ID"] for row in openstack("volume", "attachment", "list")]
