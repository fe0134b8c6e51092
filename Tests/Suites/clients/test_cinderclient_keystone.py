"""What test_cinderclient.py asks, of a service behind a real Keystone."""
from clients.keystone import cinder, cloud, openstack, scoria  # noqa: F401
from clients.test_cinderclient import *  # noqa: F403
