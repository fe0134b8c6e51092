"""The clients as the suite `clients` sets them up."""
from clients.conftest import cinder, cloud, compute, logins, openstack, scoria  # noqa: F401
