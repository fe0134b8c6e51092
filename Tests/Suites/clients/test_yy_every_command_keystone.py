"""The commands that no story needs, of a service behind a real Keystone."""
from clients.keystone import cinder, cloud, openstack, scoria  # noqa: F401
from clients.test_zz_every_command import test_cinder, test_messages, test_openstack, test_sdk, test_sdk_of_a_volume, volume, wait  # noqa: F401
