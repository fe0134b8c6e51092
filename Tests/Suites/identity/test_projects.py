"""Requests that name a project beside their own: Keystone says whether there is one."""

TYPE = {"default_type": {"volume_type": "__DEFAULT__"}}
NOBODY = "0123456789abcdef0123456789abcdef"


def test_default_types(guarded, keystone):
    admin, alpha = keystone.api(guarded, "admin"), keystone.project("alpha")
    assert admin.put(f"/default-types/{alpha}", TYPE)["default_type"]["project_id"] == alpha
    assert admin.get(f"/default-types/{alpha}")["default_type"]["project_id"] == alpha
    for method, body in (("PUT", TYPE), ("GET", None)):
        for project in (NOBODY, "..", "a%2Fb", "x" * 65):
            answer = admin.call(method, f"/default-types/{project}", body)
            assert answer.status == 404, (method, project, answer.text)
    assert "not found" in admin.call("GET", f"/default-types/{NOBODY}").text
    # What is left of a project that is gone can be taken away.
    assert admin.call("DELETE", f"/default-types/{NOBODY}").status == 204
    assert admin.call("DELETE", f"/default-types/{alpha}").status == 204
    for person in ("member", "reader", "stranger"):
        assert keystone.api(guarded, person).call("GET", f"/default-types/{alpha}").status == 403


def test_transfer_between_people(guarded, keystone):
    giver, taker = keystone.api(guarded, "member"), keystone.api(guarded, "stranger")
    volume = giver.new_volume()
    offer = giver.post("/volume-transfers", {"transfer": {"volume_id": volume}}, 202)["transfer"]
    assert taker.call("GET", f"/volume-transfers/{offer['id']}").status in (403, 404)
    assert taker.get("/volume-transfers")["transfers"] == []
    wrong = taker.call("POST", f"/volume-transfers/{offer['id']}/accept", {"accept": {"auth_key": "wrong"}})
    assert wrong.status == 400
    taker.post(f"/volume-transfers/{offer['id']}/accept", {"accept": {"auth_key": offer["auth_key"]}}, 202)
    assert taker.volume(volume)["os-vol-tenant-attr:tenant_id"] == keystone.project("beta")
    assert giver.call("GET", f"/volumes/{volume}").status == 404
