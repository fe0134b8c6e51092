"""Runs last: every command and method of the clients was called and did its work through each door, with every option that it has."""
import pytest

from clients.catalogue import elsewhere, every, option_elsewhere, options, used
from clients.conftest import DONE


@pytest.mark.parametrize("door", ["noauth", "keystone"])
@pytest.mark.parametrize("client", ["openstack", "cinder", "sdk"])
def test_nothing_is_left_out(client, door, request, conclude):
    if request.config.option.keyword or len({item.path for item in request.session.items}) < 5:
        pytest.skip("only a whole run calls everything")
    names = every(client)
    ours = {name for name in names if not elsewhere(name)}
    called, spelled = used(client, DONE[door, client])
    assert len(ours) > 50
    known = [(name, spellings) for name, spellings in options(client) if name in ours]
    unused = [f"{name} {spellings[0]}" for name, spellings in known if not any((name, spelling) in spelled for spelling in spellings)]
    missing = [option for option in unused if not option_elsewhere(option, door)]
    conclude(f"{client} through {door}: {len(ours)} of {len(names)} commands, the others are of later families; "
             f"{len(known) - len(unused)} of {len(known)} options, {len(unused) - len(missing)} belong elsewhere")
    assert not ours - called and not missing, "\n".join(["never called, or never with:", *sorted(ours - called), *sorted(missing)])
