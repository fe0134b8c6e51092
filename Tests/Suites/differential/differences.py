"""The differences from the ancestor that are meant: a pattern of what the comparison says, and the reason.

docs/differences.md is made of this list. An entry that nothing meets any more fails the suite, so that the list stays true.
"""

# Families that are being built: nothing of theirs counts yet, and nothing of theirs may be in the list.
PENDING = r"(?!)"

DIFFERENCES = [
    # The ancestor's faults, where the table of traps advises better
    (r"\(nothing\): status: 500 -> 400", "A missing body is answered with 400 and what is missing, not with 500."),
    (r"\(header 'volume'\): status: 500 -> 400", "A version header without a version is answered with 400, not with 500."),
    (r"attach_mode: \"null\" -> null", "An attachment that has no mode yet has the mode null, not the text \"null\"."),
    (r"/attachments\?status=reserved.*: body.attachments: 0 entries -> 1 entries", "Attachments are filtered by status, as the API reference says."),
    (r"\?all_tenants=(0|false) .*: 0 entries -> 3 entries", "all_tenants=0 lists the own project; the ancestor lists nothing."),
    (r"\?encrypted=false .*: 0 entries -> 3 entries", "A filter by encrypted reads its value as a truth value."),
    (r"\?consumes_quota=\S+ @3\.(0|30|34):", "Below 3.65 a filter by consumes_quota is not known, and is left out; the ancestor compares texts."),
    (r"\?(metadata|size)=x .*: status: 200 -> 400", "A filter whose value cannot be read is answered with 400; the ancestor lists nothing."),
    (r"/types\?extra_specs=.* @3\.0: .*: 1 entries -> \d+ entries", "Types are filtered by extra specs since 3.52, as the version history says."),
    (r"/types\?marker=00000000\S* .*: status: 200 -> 404", "A marker that names no type is answered with 404, as in all other lists."),
    (r"after \{.status.: .error., .attach_status.: .detached.\}|body.volume.status: \"available\" -> \"error\"",
     "A reset of both statuses sets both; in the ancestor the end of the attachment overwrites the status."),
    (r"\(two sources\): status: 404 -> 400", "Two sources are refused as such before either is looked for."),
    (r"\(group\): status: 404 -> 202", "Below 3.13 a volume has no group: the member is left out like others that are not known."),
    (r"\(cacheable\): status: 200 -> 400|\(after cacheable\)", "A type that is both cacheable and multiattach is refused when it is made, not only when it is changed."),
    (r"If-Match\): (body: '' ->|header Content-Type: text/html -> application/json)", "412 says in its body what to do next; the ancestor's has none."),
    (r"APPLICATION/JSON\): status: 415 -> 400", "Media types are compared without regard to case, as HTTP says."),
    (r"/action @\S+ \((null|a number)\): status: 404 -> 400", "An action whose body is no object is malformed, whether the volume is there or not."),
    (r"body.message: \"The resource could not be found.<br />", "The JSON form of the page for unknown paths has no HTML in it."),
    (r"/types/\{type\}/encryption/provider @3.71: status: 500 -> 400", "A member that the encryption of a type does not have is refused with 400, not with 500."),
    (r"/qos-specs\?sort=name:asc @3.71: ", "QoS specs are sorted by name too."),
    (r"PUT /os-hosts/\S+ @3.71: status: (404|500) -> 400", "What cannot be set of a host is refused with 400, whether the host is there or not."),
    # What only looks different
    (r"\"Default Volume Type\" ->", "The description of the built-in volume type is in our words."),
    (r"/extensions\S* @.*body.extensions?.*(description|name|updated): ", "Extensions are described in our words."),
    (r"/types\S* .*(qos_specs_id|os-volume-type-access:is_public): only ours has it",
     "Every answer about a volume type has the same members; the ancestor leaves two out of some."),
    (r"header Content-Type: (application/json|text/html) -> $", "An answer without a body has no media type."),
    (r"PUT /os-services/(enable|disable|disable-log-reason) .*: body.(service|binary|disabled_reason): ",
     "The answer names the service that was changed, under both names; the ancestor repeats what was sent."),
    (r"GET /volumes/\{volume\}/metadata @\S+: header Content-Type: text/html -> application/json", "Metadata is JSON, and its answer says so."),
    (r"\(Accept None\): header Content-Type: text/plain -> text/html", "Who accepts anything gets the page for unknown paths as HTML, with or without an Accept header."),
    (r"transfers_links\[\].href: .*/os-volume-transfer\?.* -> .*/volume-transfers\?", "Links of transfers lead to the route that was asked."),
    # Gaps
    (r"body.extensions.*: only theirs has it", "Extensions of routes that later versions bring are not listed yet."),
    (r"\(backup\): status: 404 -> 400", "Backups come with a later version: their id is a member that is not known."),
    (r"/os-services/failover_host .*: status: 400 -> 404", "Replication comes with a later version."),
    # More leniency than the ancestor's
    (r"transfers?\?limit=1 @3\.(0|55|57): ", "Below 3.59 the ancestor takes limit for a filter of transfers, so that its list is empty."),
    (r"transfers?\?sort=name:asc @", "Transfers are sorted by name too; below 3.59 the ancestor takes sort for a filter."),
    (r"/volumes/\{volume\}/action @3.71: status: 409 -> 400 Invalid volume: the attachment",
     "An attachment that the volume does not have is refused as such; the ancestor asks for a service token first."),
    (r"(GET|DELETE|PUT) /default-types\S* .*: status: 500 -> (404|400|204)", "The ancestor cannot answer for default types without Keystone."),
    (r"/accept @\S+: status: 500 -> 202|transfers .*awaiting-transfer|GET /volumes/\{volume\} @\S+ \(accepted\)",
     "The ancestor's volume service, which is not there, has the last word when a transfer is accepted."),
    # What the ancestor needs another process for, which does not run here
    (r"(/os-services\S*|/os-services/get-log) @3.71: status: 500 -> 200", "The ancestor asks its other services; ours is one process."),
    (r"/volumes/\{volume\}/action @3.71: status: 500 -> (202|400)", "The ancestor asks its volume service, which is not there, before it looks at the connector."),
    (r"metadata.readonly: only theirs has it", "What is left of a call to a volume service that is not there."),
]
