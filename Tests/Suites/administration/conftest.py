"""The clients as the suite `clients` sets them up.

This suite runs in a process of its own, because the openstack client keeps the address of the first service that it meets.
"""
from clients.conftest import cinder, cloud, compute, openstack  # noqa: F401
