"""The two ways into the service for the clients: everybody is believed (`noauth`), or a real Keystone says who is who."""
from harness.service import PROJECT
from harness.waiting import until


class Door:
    """The service as the tests of the clients know it: whatever a door lacks, the service has."""

    # Whether Nova's word is needed before a volume is taken away from a server (CVE-2023-2088).
    guards_servers = False
    keystone = None

    def __init__(self, service):
        self.service = service

    def __getattr__(self, name):
        return getattr(self.service, name)

    @property
    def pool_name(self):
        """The name of the one pool, as the scheduler has it."""
        return self.api().get("/scheduler-stats/get_pools")["pools"][0]["name"]

    @property
    def host(self):
        """The name of the one volume service."""
        return self.pool_name.split("#")[0]

    @property
    def limits(self):
        """The quota limits of the project, by resource."""
        return self.api().get(f"/os-quota-sets/{self.project}")["quota_set"]


class OpenDoor(Door):
    """The clients set up the way their own documentation says for a service without an identity service."""

    name = "noauth"
    project, other = PROJECT, "0ddba11c0ffee0ddba11c0ffee000001"

    def api(self, **more):
        return self.service.api(**more)

    def friend(self):
        """An administrator of the other project."""
        return self.api().as_caller(project=self.other, user="friend")

    def cinder_settings(self):
        """What the demo prints for `cinder`."""
        return {
            "OS_AUTH_TYPE": "noauth",
            "CINDER_ENDPOINT": f"http://127.0.0.1:{self.port}/v3/{PROJECT}",
            "OS_PROJECT_ID": PROJECT,
            "OS_USER_ID": "admin",
            "OS_VOLUME_API_VERSION": "3.71",
        }

    def openstack_settings(self, folder, compute):
        (folder / "clouds.yaml").write_text(self.clouds_yaml(f"compute_endpoint_override: http://127.0.0.1:{compute}/v2.1"))
        return {"OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"), "OS_CLOUD": "scoria"}

    def connect(self, folder):
        """openstacksdk, connected through a clouds.yaml like the one that the demo prints."""
        import openstack.config

        (folder / "clouds.yaml").write_text(self.clouds_yaml())
        found = openstack.config.OpenStackConfig(config_files=[str(folder / "clouds.yaml")], load_envvars=False)
        return openstack.connection.Connection(config=found.get_one("scoria"))

    def clouds_yaml(self, *more):
        """What the demo prints for `openstack` and for programs on openstacksdk."""
        lines = [
            "clouds:",
            "  scoria:",
            "    auth_type: admin_token",
            "    auth:",
            f"      endpoint: http://127.0.0.1:{self.port}/v3/{PROJECT}",
            f"      token: admin:{PROJECT}",
            "    block_storage_default_microversion: '3.71'",
            *(f"    {line}" for line in more),
        ]
        return "\n".join(lines) + "\n"


class KeystoneDoor(Door):
    """The clients with a user's name and password, which find the service in Keystone's catalogue."""

    name = "keystone"
    guards_servers = True

    def __init__(self, service, keystone):
        super().__init__(service)
        self.keystone = keystone
        self.project, self.other = keystone.project("alpha"), keystone.project("beta")
        keystone.publish(service)
        until(lambda: self.api().get("/scheduler-stats/get_pools")["pools"], "a pool to be reported", 60)

    def api(self, user="admin", **more):
        return self.keystone.api(self.service, user, **more)

    def friend(self):
        """An administrator of the other project."""
        return self.keystone.api(self.service, "stranger-admin")

    def as_compute(self, method, path):
        """A request of an administrator that the compute service vouches for."""
        return self.api().call(method, path, expect=200, headers={"X-Service-Token": self.keystone.token("nova").id})

    def cinder_settings(self, user="admin", **scope):
        return self.keystone.client_environment(user, **scope) | {"OS_VOLUME_API_VERSION": "3.71"}

    def openstack_settings(self, folder, compute, user="admin", **scope):
        return self.cinder_settings(user, **scope) | {"OS_COMPUTE_ENDPOINT_OVERRIDE": f"http://127.0.0.1:{compute}/v2.1"}

    def connect(self, folder=None, user="admin", **scope):
        import openstack

        found = self.keystone.client_environment(user, **scope)
        project = {"project_name": found.get("OS_PROJECT_NAME"), "project_domain_name": "Default"}
        named = {"system_scope": "all"} if "OS_SYSTEM_SCOPE" in found else project
        return openstack.connect(
            load_envvars=False, load_yaml_config=False, auth_url=found["OS_AUTH_URL"], username=found["OS_USERNAME"],
            password=found["OS_PASSWORD"], user_domain_name="Default", region_name="RegionOne",
            block_storage_default_microversion="3.71", **named)
