"""What administrators type: QoS specs, encryption, services, hosts, clusters, capabilities, with the clients that have words for it."""

def test_cinder_qos(cinder):
    made = cinder("qos-create", "slow", "consumer=front-end", "total_iops_sec=100")
    cinder("type-create", "limited")
    kind = next(row["ID"] for row in cinder("type-list") if row["Name"] == "limited")
    cinder("qos-key", made["id"], "set", "read_iops_sec=7")
    cinder("qos-key", made["id"], "unset", "total_iops_sec")
    assert "read_iops_sec : 7" in str(cinder("qos-show", made["id"]))
    cinder("qos-associate", made["id"], kind)
    assert [row["Name"] for row in cinder("qos-get-association", made["id"])] == ["limited"]
    assert [row["Name"] for row in cinder("qos-list")] == ["slow"]
    assert cinder("qos-delete", made["id"], fails=True)
    cinder("qos-disassociate", made["id"], kind)
    cinder("qos-associate", made["id"], kind)
    cinder("qos-disassociate-all", made["id"])
    cinder("qos-delete", made["id"], "--force", "true")
    cinder("type-delete", kind)


def test_cinder_encryption(cinder):
    cinder("type-create", "secret")
    kind = next(row["ID"] for row in cinder("type-list") if row["Name"] == "secret")
    made = cinder("encryption-type-create", kind, "luks", "--cipher", "aes-xts-plain64", "--key-size", "256")
    assert [row["Provider"] for row in made] == ["luks"]
    cinder("encryption-type-update", kind, "--key-size", "512")
    assert [(row["Cipher"], row["Key Size"]) for row in cinder("encryption-type-show", kind)] == [("aes-xts-plain64", "512")]
    assert [row["Provider"] for row in cinder("encryption-type-list")] == ["luks"]
    assert "key manager" in cinder("create", "1", "--volume-type", "secret", fails=True)
    cinder("encryption-type-delete", kind)
    cinder("type-delete", kind)


def test_cinder_services(cinder):
    service = next(row for row in cinder("service-list") if row["Binary"] == "cinder-volume")
    cinder("service-disable", "--reason", "repair", service["Host"], "cinder-volume")
    assert next(row for row in cinder("service-list", "--binary", "cinder-volume"))["Disabled Reason"] == "repair"
    cinder("service-enable", service["Host"], "cinder-volume")
    cinder("freeze-host", service["Host"])
    cinder("thaw-host", service["Host"])
    assert cinder("get-capabilities", service["Host"])
    assert cinder("cluster-list") == []
    assert cinder("list-filters", "--resource", "pool")
    assert cinder("get-pools", "--detail") is not None
    cinder("service-set-log", "debug", "--binary", "cinder-volume")
    assert cinder("service-get-log", "--binary", "cinder-volume")
    cinder("service-set-log", "info", "--binary", "cinder-volume")
    cinder("work-cleanup", "--is-up", "true")


def test_openstack_qos(openstack):
    made = openstack("volume", "qos", "create", "--consumer", "both", "--property", "total_iops_sec=100", "fast")
    kind = openstack("volume", "type", "create", "quick")
    openstack("volume", "qos", "set", "--property", "read_iops_sec=7", "fast")
    openstack("volume", "qos", "unset", "--property", "total_iops_sec", "fast")
    openstack("volume", "qos", "associate", "fast", "quick")
    shown = openstack("volume", "qos", "show", "fast")
    assert shown["consumer"] == "both" and shown["properties"] == {"read_iops_sec": "7"} and shown["associations"] == ["quick"]
    assert [row["Name"] for row in openstack("volume", "qos", "list")] == ["fast"]
    openstack("volume", "qos", "disassociate", "fast", "--volume-type", "quick")
    openstack("volume", "qos", "associate", "fast", "quick")
    openstack("volume", "qos", "disassociate", "fast", "--all")
    openstack("volume", "qos", "delete", made["id"])
    openstack("volume", "type", "delete", kind["id"])


def test_openstack_encryption(openstack):
    kind = openstack("volume", "type", "create", "hidden", "--encryption-provider", "luks", "--encryption-cipher", "aes-xts-plain64",
                     "--encryption-key-size", "256", "--encryption-control-location", "front-end")
    shown = openstack("volume", "type", "show", kind["id"], "--encryption-type")
    assert "luks" in str(shown["encryption"])
    openstack("volume", "type", "set", "--encryption-key-size", "512", kind["id"])
    openstack("volume", "type", "unset", "--encryption-type", kind["id"])
    openstack("volume", "type", "delete", kind["id"])


def test_openstack_services(openstack):
    service = next(row for row in openstack("volume", "service", "list") if row["Binary"] == "cinder-volume")
    openstack("volume", "service", "set", "--disable", "--disable-reason", "repair", service["Host"], "cinder-volume")
    openstack("volume", "service", "set", "--enable", service["Host"], "cinder-volume")
    assert openstack("volume", "backend", "capability", "show", service["Host"])
    assert openstack("volume", "backend", "pool", "list", "--long")
    openstack("volume", "host", "set", "--disable", service["Host"])
    openstack("volume", "host", "set", "--enable", service["Host"])
    assert openstack("block", "storage", "cluster", "list") == []
    assert openstack("block", "storage", "resource", "filter", "list")
    assert openstack("block", "storage", "log", "level", "list")


def test_sdk(cloud):
    storage = cloud.block_storage
    service = next(service for service in storage.services() if service.binary == "cinder-volume")
    assert storage.get_capabilities(service.host).vendor_name
    storage.freeze_service(service)
    storage.thaw_service(service)
    storage.disable_service(service, reason="repair")
    storage.enable_service(service)
    kind = storage.create_type(name="sdk")
    storage.create_type_encryption(kind, provider="luks", control_location="front-end", cipher="aes-xts-plain64", key_size=256)
    assert storage.get_type_encryption(kind.id).provider == "luks"
    storage.delete_type_encryption(volume_type=kind)
    storage.delete_type(kind)
    assert list(storage.resource_filters())
    assert list(storage.extensions())
