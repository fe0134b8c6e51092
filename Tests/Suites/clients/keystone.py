"""The clients' fixtures for a service behind a real Keystone: files of tests that import them ask the same as before, with tokens."""
import pytest

from clients.conftest import _record, cinder_runner, environment, openstack_runner


class Guarded:
    """The service as the tests know it, whose API clients are Keystone's administrator."""

    def __init__(self, service, keystone):
        self.service, self.keystone = service, keystone

    def __getattr__(self, name):
        return getattr(self.service, name)

    def api(self, **ignored):
        return self.keystone.api(self.service, "admin")


@pytest.fixture(scope="module")
def scoria(guarded, keystone):
    """`openstack volume list` looks for images and servers by the catalogue, and gives up when Keystone itself is not in it."""
    identity = keystone.ids["services"]["identity"]
    if not any(endpoint["service_id"] == identity for endpoint in keystone.administer("GET", "/endpoints")["endpoints"]):
        for interface in ("public", "internal", "admin"):
            keystone.administer("POST", "/endpoints", {"endpoint": {
                "service_id": identity, "interface": interface, "region_id": "RegionOne", "url": keystone.url}})
    return Guarded(guarded, keystone)


@pytest.fixture(scope="module")
def openstack(scoria, keystone, compute):
    return openstack_runner(keystone.client_environment("admin") | {"OS_VOLUME_API_VERSION": "3.71", "OS_COMPUTE_ENDPOINT_OVERRIDE": f"http://127.0.0.1:{compute}/v2.1"}, scoria)


@pytest.fixture(scope="module")
def cinder(scoria, keystone):
    return cinder_runner(keystone.client_environment("admin") | {"OS_VOLUME_API_VERSION": "3.71"}, scoria)


@pytest.fixture(scope="module")
def cloud(scoria, keystone):
    import openstack

    found = keystone.client_environment("admin")
    with environment(found):
        connection = openstack.connect(
            auth_url=found["OS_AUTH_URL"], username=found["OS_USERNAME"], password=found["OS_PASSWORD"], project_name=found["OS_PROJECT_NAME"],
            user_domain_name="Default", project_domain_name="Default", region_name="RegionOne", block_storage_default_microversion="3.71")
        _record(connection.block_storage)
        yield connection
