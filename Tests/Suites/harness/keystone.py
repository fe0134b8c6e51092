"""A real Keystone: installed from PyPI, kept in SQLite, run as a process of its own, with the people that the suites need.

    with Keystone() as keystone:
        with Scoria(identity=keystone) as service:
            member = keystone.api(service, "member")      # member of the project alpha
            member.get("/volumes")
            keystone.token("reader").id                   # a token alone
            keystone.api(service, "stranger")             # member of another project, beta

Making the database takes a while, so it is made once and lies beside the environment in .build/python; each instance begins as a
copy of it.
"""
import fcntl
import http.client
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

from harness.api import API
from harness.places import REPOSITORY, free_port
from harness.waiting import until

# Increase when the people below change: copies are made from what was prepared under this number.
EDITION = 1
PASSWORD = "keystone-test-password"

# Who there is: name, and (role, scope) of each assignment. A scope is a project's name, "system" or "domain".
PEOPLE = {
    "admin": [("admin", "alpha"), ("admin", "system")],
    "member": [("member", "alpha")],
    "reader": [("reader", "alpha")],
    # In the project, but with a role that no rule knows.
    "roleless": [("observer", "alpha")],
    "stranger": [("member", "beta")],
    "stranger-reader": [("reader", "beta")],
    "stranger-admin": [("admin", "beta")],
    # One user in two projects.
    "both": [("member", "alpha"), ("member", "beta")],
    "system-admin": [("admin", "system")],
    "system-reader": [("reader", "system")],
    "domain-admin": [("admin", "domain")],
    # Services: the one under test, and a compute service that speaks for users.
    "scoria": [("service", "service")],
    "nova": [("service", "service")],
}
PROJECTS = ("alpha", "beta", "service")


class Token:
    """A token and what it is for."""

    def __init__(self, identifier, body):
        self.id, self.body = identifier, body
        self.project = body.get("project", {}).get("id")
        self.user = body["user"]["id"]
        self.roles = sorted(role["name"] for role in body.get("roles", []))
        self.expires_at = body["expires_at"]

    def __repr__(self):
        return f"Token(user={self.user}, project={self.project}, roles={self.roles})"


class Refusal(AssertionError):
    """Keystone answered something else than was needed."""


def environment():
    """The directory of Keystone's own Python environment; made when it is not there."""
    script = REPOSITORY / "scripts" / "python-environment"
    return pathlib.Path(subprocess.run([script, "keystone"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip())


class Keystone:
    """One running Keystone. Use it as a context manager: at the end its process and its directory are gone.

    `expiration` is how many seconds its tokens live. `home` shares the database and the keys of another instance.
    """

    def __init__(self, expiration=3600, home=None):
        self.owns_home = home is None
        self.home = pathlib.Path(home) if home else pathlib.Path(tempfile.mkdtemp(prefix="keystone-"))
        self.expiration = expiration
        self.port = free_port()
        self.root = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.root}/v3"
        self.name = f"{self.port}"
        self.log = self.home / f"keystone-{self.name}.log"
        self.process = None
        self.ids = {}
        self.start_seconds = None
        self.tokens = {}

    def __enter__(self):
        try:
            began = time.monotonic()
            if self.owns_home:
                shutil.copytree(template(), self.home, dirs_exist_ok=True)
            self.ids = json.loads((self.home / "ids.json").read_text())
            self.start()
            self.start_seconds = time.monotonic() - began
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *failure):
        self.remove()

    # Life

    def start(self, seconds=180):
        """Starts the process on the same port and data, and returns when it answers."""
        settings = configure(self.home, self.name, self.expiration)
        command = [environment() / "bin" / "python", "-P", pathlib.Path(__file__).with_name("keystone_process.py"), str(self.port)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=os.environ | {"OS_KEYSTONE_CONFIG_FILES": str(settings), "PYTHONWARNINGS": "ignore"})

        def answers():
            if self.process.poll() is not None:
                raise Refusal(f"keystone ended with {self.process.returncode}:\n{self.tail()}")
            try:
                return self.call("GET", "/v3")[0] == 200
            except OSError:
                return False

        until(answers, lambda: f"keystone to answer:\n{self.tail()}", seconds, 0.02)
        return self

    def stop(self):
        """Ends the process; the data stays for the next start."""
        if self.process and self.process.poll() is None:
            self.resume()
            self.process.kill()
            self.process.wait()

    def pause(self):
        """SIGSTOP: connections are taken, and nothing answers."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def remove(self):
        self.stop()
        if self.owns_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def sibling(self, expiration):
        """Another process on the same database and keys, whose tokens live for another time."""
        return Keystone(expiration=expiration, home=self.home)

    def renew_keys(self):
        """Throws the keys away and makes others: every token from before is worth nothing."""
        self.stop()
        for path in (self.home / "fernet-keys").iterdir():
            path.unlink()
        manage(environment(), self.home / f"keystone-{self.name}.conf", "fernet_setup", *OWNER)
        self.tokens.clear()
        self.start()

    def tail(self, lines=30):
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:]) if self.log.exists() else "(no log)"

    def validations(self):
        """How many tokens Keystone was asked about so far, as the log of its process tells."""
        return self.log.read_text("utf-8", "replace").count("\nGET /v3/auth/tokens ")

    # What it answers

    def call(self, method, path, body=None, token=None, headers=None, timeout=60):
        """(status, headers, JSON) of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = {"Content-Type": "application/json"} | ({"X-Auth-Token": token} if token else {}) | (headers or {})
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, answer.headers, json.loads(text) if text else None
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def administer(self, method, path, body=None, expect=(200, 201, 204)):
        """A request as the system's administrator."""
        status, _, answer = self.call(method, f"/v3{path}", body, token=self.token("admin", system=True).id)
        if status not in expect:
            raise Refusal(f"{method} {path}: {status} {answer}")
        return answer

    def scope(self, project=None, system=False, domain=False):
        if system:
            return {"system": {"all": True}}
        if domain:
            return {"domain": {"id": "default"}}
        return {"project": {"id": self.project(project)}} if project else None

    def default_scope(self, user):
        """The first scope that a person has a role in."""
        where = PEOPLE[user][0][1] if user in PEOPLE else "alpha"
        return {"system": {"system": True}, "domain": {"domain": True}}.get(where, {"project": where})

    def token(self, user, project=None, system=False, domain=False, unscoped=False, password=PASSWORD, fresh=False):
        """A token of a user; for the first scope that the user has a role in, unless another is named.

        The same one is answered again, unless `fresh` asks for a new one.
        """
        key = (user, project, system, domain, unscoped)
        if not fresh and key in self.tokens:
            return self.tokens[key]
        scope = {} if unscoped else dict(project=project, system=system, domain=domain)
        if not unscoped and not (project or system or domain):
            scope = self.default_scope(user)
        identity = {"methods": ["password"], "password": {"user": {"name": user, "domain": {"id": "default"}, "password": password}}}
        body = {"auth": {"identity": identity}}
        if not unscoped:
            body["auth"]["scope"] = self.scope(**scope)
        else:
            body["auth"]["scope"] = "unscoped"
        status, headers, answer = self.call("POST", "/v3/auth/tokens", body)
        if status != 201:
            raise Refusal(f"no token for {user}: {status} {answer}")
        made = Token(headers["X-Subject-Token"], answer["token"])
        if not fresh:
            self.tokens[key] = made
        return made

    def revoke(self, token):
        """Takes a token back."""
        status, _, answer = self.call(
            "DELETE", "/v3/auth/tokens", token=self.token("admin", system=True).id, headers={"X-Subject-Token": token.id})
        if status != 204:
            raise Refusal(f"the token was not revoked: {status} {answer}")
        self.tokens = {key: kept for key, kept in self.tokens.items() if kept.id != token.id}

    def project(self, name):
        """The id of a project, by its name."""
        return self.ids["projects"][name]

    def user(self, name):
        """The id of a user, by its name."""
        return self.ids["users"][name]

    def role(self, name):
        """The id of a role, by its name."""
        return self.ids["roles"][name]

    def grant(self, role, user, project):
        self.administer("PUT", f"/projects/{self.project(project)}/users/{self.user(user)}/roles/{self.role(role)}")

    def withdraw(self, role, user, project):
        self.administer("DELETE", f"/projects/{self.project(project)}/users/{self.user(user)}/roles/{self.role(role)}")

    def publish(self, service):
        """Names a Scoria in the catalogue, as block-storage and as volumev3, beside Keystone itself."""
        root = f"http://127.0.0.1:{service.port}/v3"
        for old in self.administer("GET", "/endpoints")["endpoints"]:
            if old["service_id"] in self.ids["services"].values():
                self.administer("DELETE", f"/endpoints/{old['id']}")
        for kind, url in (("identity", self.url), ("block-storage", root), ("volumev3", root + "/$(project_id)s")):
            for interface in ("public", "internal", "admin"):
                self.administer("POST", "/endpoints", {"endpoint": {
                    "service_id": self.ids["services"][kind], "interface": interface, "region_id": "RegionOne", "url": url}})

    # What others need to use it

    def options(self, **more):
        """The lines of scoria.conf that make a service ask this Keystone."""
        settings = {
            "auth_url": self.url, "www_authenticate_uri": self.url, "auth_type": "password", "username": "scoria", "password": PASSWORD,
            "project_name": "service", "user_domain_name": "Default", "project_domain_name": "Default",
        } | more
        lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
        return f"[DEFAULT]\nauth_strategy = keystone\n[keystone_authtoken]\n{lines}"

    def client_environment(self, user, project=None, system=False):
        """Variables by which the field's clients find this Keystone as a user."""
        if not project and not system:
            scope = self.default_scope(user)
            project, system = scope.get("project"), scope.get("system", False)
        found = {
            "OS_AUTH_URL": self.url, "OS_USERNAME": user, "OS_PASSWORD": PASSWORD, "OS_USER_DOMAIN_NAME": "Default",
            "OS_IDENTITY_API_VERSION": "3", "OS_REGION_NAME": "RegionOne", "OS_INTERFACE": "public",
        }
        scoped = {"OS_SYSTEM_SCOPE": "all"} if system else {"OS_PROJECT_NAME": project, "OS_PROJECT_DOMAIN_NAME": "Default"}
        return found | scoped

    def api(self, service, user, project=None, system=False, domain=False, token=None, **more):
        """An API client of a service as a user of this Keystone."""
        token = token or self.token(user, project, system, domain)
        return API(service.port, token.project or "", user=user, token=token.id, **more)


def configure(home, name, expiration):
    """Writes a keystone.conf of one instance."""
    path = home / f"keystone-{name}.conf"
    path.write_text(f"""[DEFAULT]
log_file = {home}/keystone.log
debug = false
insecure_debug = true
[database]
connection = sqlite:///{home}/keystone.sqlite
[token]
provider = fernet
expiration = {expiration}
[fernet_tokens]
key_repository = {home}/fernet-keys
[credential]
key_repository = {home}/credential-keys
[cache]
enabled = false
[identity]
password_hash_rounds = 4
""")
    return path


def template():
    """The directory that instances are copies of; made when it is not there, by one process at a time."""
    base = environment()
    final = base.parent / f"keystone-data-{base.name.rsplit('-', 1)[-1]}-{EDITION}"
    if (final / "ids.json").exists():
        return final
    with open(base.parent / "keystone-data.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (final / "ids.json").exists():
            return final
        work = base.parent / f"{final.name}.{secrets.token_hex(4)}"
        work.mkdir()
        try:
            prepare(base, work)
            shutil.rmtree(final, ignore_errors=True)
            work.rename(final)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return final


OWNER = ["--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid())]


def manage(base, settings, *arguments):
    """Runs keystone-manage, whose own first line names where the environment was made, and not where it may have been moved to."""
    done = subprocess.run(
        [base / "bin" / "python", base / "bin" / "keystone-manage", "--config-file", settings, *arguments], capture_output=True, text=True,
        env=os.environ | {"OS_BOOTSTRAP_PASSWORD": PASSWORD, "PYTHONWARNINGS": "ignore"})
    if done.returncode != 0:
        raise Refusal(f"keystone-manage {arguments[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


def prepare(base, home):
    """Makes the database, the keys and the people."""
    settings = configure(home, "prepare", 3600)
    for directory in ("fernet-keys", "credential-keys"):
        (home / directory).mkdir(mode=0o700)
    manage(base, settings, "db_sync")
    manage(base, settings, "fernet_setup", *OWNER)
    manage(base, settings, "credential_setup", *OWNER)
    manage(
        base, settings, "bootstrap", "--bootstrap-username", "admin", "--bootstrap-project-name", "alpha", "--bootstrap-region-id", "RegionOne")
    keystone = Keystone(home=home)
    keystone.ids = {"projects": {}, "users": {}, "roles": {}, "services": {}}
    try:
        keystone.start()
        populate(keystone)
    finally:
        keystone.stop()
    for leftover in home.glob("keystone-*.conf"):
        leftover.unlink()
    # The mark: it is written last.
    (home / "ids.json").write_text(json.dumps(keystone.ids, indent=1))


def populate(keystone):
    """Fills an empty Keystone with the people of the suites."""
    ids = keystone.ids
    # The first administrator has a role in the project alpha; the system comes with the bootstrap.
    keystone.tokens[("admin", None, True, False, False)] = keystone.token("admin", system=True, fresh=True)

    def listed(kind):
        return {entry["name"]: entry["id"] for entry in keystone.administer("GET", f"/{kind}")[kind]}

    def make(kind, member, **fields):
        return keystone.administer("POST", f"/{kind}", {member: fields})[member]["id"]

    ids["projects"] |= {name: identifier for name, identifier in listed("projects").items() if name in PROJECTS}
    for name in PROJECTS:
        ids["projects"].setdefault(name, None)
        if ids["projects"][name] is None:
            ids["projects"][name] = make("projects", "project", name=name, domain_id="default")
    ids["roles"] |= listed("roles")
    for assignments in PEOPLE.values():
        for role, _ in assignments:
            if role not in ids["roles"]:
                ids["roles"][role] = make("roles", "role", name=role)
    ids["users"] |= {name: identifier for name, identifier in listed("users").items() if name in PEOPLE}
    for name, assignments in PEOPLE.items():
        if name not in ids["users"]:
            ids["users"][name] = make("users", "user", name=name, domain_id="default", password=PASSWORD)
        for role, where in assignments:
            scope = {"system": "/system", "domain": "/domains/default"}.get(where) or f"/projects/{ids['projects'][where]}"
            keystone.administer("PUT", f"{scope}/users/{ids['users'][name]}/roles/{ids['roles'][role]}")
    ids["services"]["identity"] = make("services", "service", type="identity", name="keystone")
    for kind, name in (("block-storage", "scoria"), ("volumev3", "scoria-v3")):
        ids["services"][kind] = make("services", "service", type=kind, name=name)


if __name__ == "__main__":
    with Keystone() as running:
        print(f"keystone answers at {running.url} after {running.start_seconds:.2f} s; {running.token('member')}")
        for person in PEOPLE:
            token = running.token(person)
            print(f"{person:16} {token.roles} {urllib.parse.quote(token.id[:20])}... {len(token.id)} bytes")
