"""What the installed clients can do with block storage, down to their options, and what of it belongs elsewhere.

The lists come from the clients themselves, so that a newer client brings its new commands and options to the tests.
"""
import argparse
import importlib.metadata
import inspect
import re

# Commands and methods of families that come later, and of nothing else: none of them has a route here.
LATER = {
    "consistency groups": r"consistency[ _]group|consisgroup|cgsnapshot",
    "groups": r"volume group|^group-|_group(_|s?$)|^groups$|_group_|^group_",
    "backups": r"backup|^export_record$",
    "images": r"^upload-to-image$|^reimage$|^upload_volume_to_image$|^create_image$",
    "migration and retype": r"^volume migrate$|^migrate(_volume)?$|^complete_volume_migration$|^retype(_volume)?$",
    "replication and failover": r"failover",
}
# Methods that send nothing of their own.
WAITS = r"^wait_for_(status|delete)$"
# Options of the families above.
LATER_OPTIONS = {
    "consistency groups": r"--consistency-group|--consisgroup-id",
    "groups": r"--group-id",
    "backups": r"--backup-id|--backup$",
    "images": r"--image$|--image-id",
    "migration and retype": r"^volume set --(type|migration-policy)$",
}
# Options by which `openstack` first asks an identity service who is meant.
NEEDS_KEYSTONE = r"^volume .* --(project|project-domain|user|user-domain)$"


def every(client):
    """The names of all that a client can do."""
    if client == "openstack":
        return set(_openstack_commands())
    if client == "cinder":
        return set(_cinder_commands())
    from openstack.block_storage.v3 import _proxy
    return {name for name, member in vars(_proxy.Proxy).items() if inspect.isfunction(member) and not name.startswith("_")}


def elsewhere(name):
    """Why a command or method is not called here; None when it has to be."""
    if re.search(WAITS, name):
        return "waits"
    return next((f"later family: {family}" for family, pattern in LATER.items() if re.search(pattern, name)), None)


def option_elsewhere(name, door):
    """Why an option of a command, or a parameter of a method, is not used here."""
    if door == "noauth" and re.search(NEEDS_KEYSTONE, name):
        return "asks an identity service who is meant"
    return next((f"later family: {family}" for family, pattern in LATER_OPTIONS.items() if re.search(pattern, name)), None)


def options(client):
    """Each option of each command, as (command, its spellings); each parameter with a default of each method."""
    if client == "sdk":
        from openstack.block_storage.v3 import _proxy
        for name in every(client):
            for parameter in inspect.signature(getattr(_proxy.Proxy, name)).parameters.values():
                # Whether something missing is an error is the client's own affair.
                if parameter.default is not parameter.empty and parameter.name != "ignore_missing":
                    yield name, [parameter.name]
        return
    for name, parser in (_openstack_commands() if client == "openstack" else _cinder_commands()).items():
        for action in parser._actions:
            group = getattr(action.container, "title", "")
            if action.option_strings and action.help != argparse.SUPPRESS and action.dest != "help" and group not in FORMATTING:
                yield name, [spelling for spelling in action.option_strings if spelling.startswith("--")]


# How an answer is printed is the client's own affair.
FORMATTING = ("output formatters", "table formatter", "json formatter", "shell formatter", "CSV Formatter")


def used(client, done):
    """The names of what was called, and (name, option) of what was used with it."""
    if client == "sdk":
        return {call[0] for call in done}, {(call[0], name) for call in done for name in call[1:]}
    names, spelled = every(client), set()
    called = set()
    for words in done:
        if client == "openstack":
            name = next((" ".join(words[:count]) for count in range(len(words), 0, -1) if " ".join(words[:count]) in names), None)
        else:
            name = next((word for word in words if word in names), None)
        if name:
            called.add(name)
            spelled |= {(name, word.split("=")[0]) for word in words if word.startswith("--")}
    return called, spelled


def _openstack_commands():
    """The parser of each command of `openstack` that has to do with block storage, by its name."""
    found = {}
    for package in importlib.metadata.distributions():
        for point in package.entry_points:
            if point.group == "openstack.volume.v3":
                name = point.name.replace("_", " ")
                found[name] = point.load()(argparse.Namespace(command_options=[], client_manager=None, options=None), None).get_parser(name)
    return found


def _cinder_commands():
    """The parser of each command of `cinder`, by its name; but not those that only speak of the client itself."""
    from cinderclient.api_versions import APIVersion
    from cinderclient.shell import OpenStackCinderShell
    shell = OpenStackCinderShell()
    shell.get_subcommand_parser(APIVersion("3.71"), False, [])
    return {name: parser for name, parser in shell.subcommands.items() if name not in ("bash-completion", "bash_completion", "help")}
