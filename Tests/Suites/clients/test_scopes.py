"""Keystone and the clients: who one is, for which project or for the system, and where the service is found."""
import openstack as sdk
import pytest

from clients.conftest import cinder_runner, environment, openstack_runner
from clients.doors import KeystoneDoor
from harness.service import Scoria


@pytest.fixture(scope="module")
def scoria(request, keystone, logins):
    logins.clear()
    with Scoria(name="scopes", identity=keystone, options={"timeout": 60}) as service:
        request.node.scoria = service
        yield KeystoneDoor(service, keystone)


@pytest.fixture(scope="module")
def volume(scoria):
    return scoria.api("member").new_volume(name="of alpha")


@pytest.fixture
def openstack(scoria):
    """A runner of `openstack` as somebody, with further variables."""
    def somebody(user="admin", more=(), **scope):
        return openstack_runner(scoria.cinder_settings(user, **scope) | dict(more), scoria)
    return somebody


@pytest.fixture
def cinder(scoria):
    def somebody(user="admin", more=(), **scope):
        return cinder_runner(scoria.cinder_settings(user, **scope) | dict(more), scoria)
    return somebody


@pytest.fixture
def storage(scoria):
    """openstacksdk's block storage as somebody."""
    def somebody(user="admin", **scope):
        with environment({}):
            return scoria.connect(user=user, **scope).block_storage
    return somebody


class TestCatalogue:
    def test_openstack(self, openstack, volume, scoria):
        """Both names of the service lead to it, and its versions are found from there."""
        run = openstack("member")
        for kind in ("block-storage", "volumev3"):
            shown = run("catalog", "show", kind, "-c", "endpoints")
            assert f":{scoria.port}/v3" in str(shown), shown
        found = run("versions", "show", "--service", "block-storage", "-f", "json")
        assert ("3.0", "3.71") in {(row["Min Microversion"], row["Max Microversion"]) for row in found}, found
        for interface in ("public", "internal", "admin"):
            assert volume in [row["ID"] for row in openstack("member", {"OS_INTERFACE": interface})("volume", "list")]

    @pytest.mark.parametrize("kind", ["block-storage", "volumev3"])
    def test_cinder(self, cinder, volume, kind):
        """A URL without the project's id, and one with it."""
        assert volume in [row["ID"] for row in cinder("member")("--service-type", kind, "list")]

    def test_sdk(self, storage, volume, scoria):
        found = storage("member")
        data = found.get_endpoint_data()
        assert (data.min_microversion, data.max_microversion) == ((3, 0), (3, 71)), data
        assert f":{scoria.port}/v3" in found.get_endpoint()
        assert found.get_volume(volume).project_id == scoria.project

    def test_other_region(self, openstack):
        assert "endpoint" in openstack("member", {"OS_REGION_NAME": "Elsewhere"})("volume", "list", fails=True)

    def test_a_token_instead_of_a_password(self, openstack, volume, keystone):
        token = keystone.token("member", fresh=True)
        names = {"OS_AUTH_TYPE": "v3token", "OS_TOKEN": token.id, "OS_USERNAME": "", "OS_PASSWORD": "", "OS_USER_DOMAIN_NAME": ""}
        assert volume in [row["ID"] for row in openstack("member", names)("volume", "list")]

    def test_wrong_password(self, openstack):
        said = openstack("member", {"OS_PASSWORD": "wrong"})("volume", "list", fails=True)
        assert "401" in said and "wrong" not in said


class TestProject:
    def test_reader(self, openstack, cinder, storage, volume):
        run = openstack("reader")
        assert run("volume", "show", volume)["name"] == "of alpha"
        for words in (["volume", "create", "--size", 1, "mine"], ["volume", "set", "--name", "mine", volume], ["volume", "delete", volume],
                      ["volume", "type", "create", "mine"], ["volume", "service", "list"]):
            assert "403" in run(*words, fails=True), words
        assert "403" in cinder("reader")("extend", volume, 2, fails=True)
        with pytest.raises(sdk.exceptions.ForbiddenException):
            storage("reader").create_snapshot(volume_id=volume)

    def test_member(self, openstack, cinder, storage, volume, scoria):
        run = openstack("member")
        snapshot = run("volume", "snapshot", "create", "--volume", volume, "of a member")["id"]
        scoria.api("member").settle("snapshot", snapshot, "available")
        run("volume", "snapshot", "delete", snapshot)
        scoria.api("member").gone("snapshot", snapshot)
        assert "@" not in str(run("volume", "show", volume)), "the name of a host is for operators"
        for words in (["volume", "service", "list"], ["volume", "set", "--state", "error", volume], ["volume", "qos", "list"]):
            assert "403" in run(*words, fails=True), words
        assert "403" in cinder("member")("get-pools", fails=True)
        with pytest.raises(sdk.exceptions.ForbiddenException):
            list(storage("member").services())

    def test_stranger(self, openstack, cinder, storage, volume):
        """Nothing of another project is seen, not even with every option that might show it."""
        for user in ("stranger", "stranger-reader"):
            run = openstack(user)
            assert run("volume", "list") == []
            assert "No Volume found" in run("volume", "show", volume, fails=True)
        assert cinder("stranger")("list", "--all-tenants", "1") == []
        assert list(storage("stranger").volumes(all_projects=True)) == []
        with pytest.raises(sdk.exceptions.NotFoundException):
            storage("stranger").get_volume(volume)

    def test_administrator_of_another_project(self, openstack, cinder, storage, volume):
        run = openstack("stranger-admin")
        assert volume not in [row["ID"] for row in run("volume", "list")]
        assert volume in [row["ID"] for row in run("volume", "list", "--all-projects")]
        assert volume in [row["ID"] for row in run("volume", "list", "--project", "alpha")]
        assert volume in [row["ID"] for row in cinder("stranger-admin")("list", "--all-tenants", "1")]
        assert volume in [found.id for found in storage("stranger-admin").volumes(all_projects=True)]

    def test_one_user_in_two_projects(self, openstack, volume):
        assert volume in [row["ID"] for row in openstack("both", project="alpha")("volume", "list")]
        assert openstack("both", project="beta")("volume", "list") == []

    def test_role_that_no_rule_knows(self, openstack, volume):
        assert "403" in openstack("roleless")("volume", "create", "--size", 1, "mine", fails=True)


class TestSystem:
    """A token of the system names no project: what belongs to none is served, what needs one says so."""

    def test_administrator(self, openstack, volume):
        run = openstack("system-admin", system=True)
        assert {"cinder-volume", "cinder-scheduler"} <= {row["Binary"] for row in run("volume", "service", "list")}
        assert volume in [row["ID"] for row in run("volume", "list", "--all-projects")]
        assert run("volume", "show", volume)["name"] == "of alpha"
        kind = run("volume", "type", "create", "--property", "a=b", "of the system")["id"]
        run("volume", "type", "set", "--description", "x", kind)
        run("volume", "type", "delete", kind)
        run("volume", "qos", "delete", run("volume", "qos", "create", "of the system")["id"])
        assert run("volume", "backend", "pool", "list")
        run("volume", "set", "--state", "error", volume)
        run("volume", "set", "--state", "available", volume)
        assert "project" in run("volume", "create", "--size", 1, "of nobody", fails=True)

    def test_reader(self, openstack, volume):
        run = openstack("system-reader", system=True)
        assert "No Volume found" in run("volume", "set", "--state", "error", volume, fails=True)
        assert "403" in run("volume", "type", "create", "mine", fails=True)
        assert "of alpha" not in str(run("volume", "list"))

    def test_sdk(self, storage, volume, scoria):
        found = storage("system-admin", system=True)
        assert volume in [row.id for row in found.volumes(all_projects=True)]
        assert list(found.services())
        assert found.update_quota_set(scoria.other, volumes=7).volumes == 7
        found.revert_quota_set(scoria.other)
        gold = found.create_type(name="of the system's sdk")
        found.set_default_type(scoria.other, gold)
        found.unset_default_type(scoria.other)
        found.delete_type(gold)
        with pytest.raises(sdk.exceptions.BadRequestException, match="project"):
            found.create_volume(size=1)

    def test_domain(self, openstack, volume):
        """A role in a domain is none in its projects, as in the field."""
        run = openstack("domain-admin", {"OS_DOMAIN_NAME": "Default", "OS_PROJECT_NAME": "", "OS_PROJECT_DOMAIN_NAME": ""}, project="alpha")
        assert "project" in run("volume", "create", "--size", 1, "of nobody", fails=True)


def test_what_other_commands_ask_of_block_storage(openstack, scoria):
    """Quotas, limits, zones and extensions, as far as they are this service's."""
    run = openstack("admin")
    run("quota", "set", "--volumes", 33, "--gigabytes", 330, "--snapshots", 34, "--per-volume-gigabytes", 35, "--backups", 36,
        "--backup-gigabytes", 37, "beta")
    shown = {row["Resource"]: row["Limit"] for row in run("quota", "show", "--volume", "beta")}
    assert {name: shown[name] for name in ("volumes", "gigabytes", "snapshots")} == {"volumes": 33, "gigabytes": 330, "snapshots": 34}, shown
    run("quota", "set", "--volumes", 8, "--volume-type", "__DEFAULT__", "beta")
    assert run("quota", "list", "--volume")
    run("quota", "delete", "--volume", "beta")
    assert {row["Resource"]: row["Limit"] for row in run("quota", "show", "--volume", "beta")}["volumes"] == 10
    assert {row["Resource"]: row["In Use"] for row in run("quota", "show", "--volume", "--usage", "alpha")}["volumes"] >= 0
    assert {row["Name"] for row in run("limits", "show", "--absolute")} >= {"max_total_volumes", "total_volumes_used"}
    assert [row["Zone Name"] for row in run("availability", "zone", "list", "--volume")] == ["nova"]
    assert "os-types-manage" in [row["Alias"] for row in run("extension", "list", "--volume")]
