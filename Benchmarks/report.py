"""Makes docs/performance.md of the figures of bench.py, beside the ancestor's: report.py FILE.json [--write docs/performance.md]"""
import json
import pathlib
import statistics
import sys

# Cinder 29.0.0 with Keystone, MariaDB and RabbitMQ on a two-core machine of the same kind, measured the same way on 2026-11-21; two runs, better one.
ANCESTOR_LISTS = {
    "10000": {"first page c1": 16, "first page c16": 34, "first page c64": 35, "last page by marker, sorted by name c1": 25,
              "last page by marker, sorted by name c16": 50, "name filter c16": 109, "first page of all projects c16": 34,
              "one volume c1": 100, "one volume c16": 197, "summary c1": 13.8, "summary c16": 26},
    "100000": {"first page c1": 5.2, "first page c16": 8.6, "first page c64": 10, "last page by marker, sorted by name c1": 5.6,
               "last page by marker, sorted by name c16": 11.5, "name filter c16": 12.6, "first page of all projects c16": 10,
               "one volume c1": 101, "one volume c16": 226, "summary c1": 0.6, "summary c16": 0.6},
}
ANCESTOR_MS = {
    "post": 72, "post to available": 159, "delete to gone": 58, "snapshot create": 103, "snapshot delete": 50, "clone": 231,
    "volume from snapshot": 239, "extend": 80, "attachment create": 19, "attachment update": 264, "attachment complete": 17,
    "attachment delete": 132, "whole attachment cycle": 429,
}
ANCESTOR = {"available_s": 68.3, "gone_s": 16.2, "memory_idle": 958, "memory_after": 1411, "cold_start_ms": 5700}


def number(value):
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def times(ours, theirs, less_is_better=False):
    if not theirs or not ours:
        return "-"
    ratio = theirs / ours if less_is_better else ours / theirs
    return f"{ratio:,.0f}×".replace(",", " ") if ratio >= 10 else f"{ratio:.1f}×"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "|".join(" --- " if index == 0 else " ---: " for index in range(len(header))) + "|"]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def goals(result):
    """What the first version promised, and what was measured."""
    sizes = sorted(result["lists"], key=int)
    small, large = result["lists"][sizes[0]], result["lists"][sizes[-1]]
    rows = []

    def goal(what, promised, measured, met):
        rows.append((what, promised, measured, "yes" if met else "**no**"))

    rps = small["first page c16"]["rps"]
    goal(f"first page of 100 details, {sizes[0]} volumes, 16 connections", "≥ 1 500/s", f"{number(rps)}/s", rps >= 1500)
    if len(sizes) > 1:
        for title in ("first page c16", "last page by marker c16", "name filter c16"):
            loss = 1 - large[title]["rps"] / small[title]["rps"]
            goal(f"{title[:-4]}: slower with {sizes[-1]} volumes", "≤ 15 %", f"{max(0, loss) * 100:.0f} %", loss <= 0.15)
    best = max(small[f"one volume c{width}"]["rps"] for width in (16, 64))
    goal("GET one volume", "≥ 15 000/s", f"{number(best)}/s", best >= 15000)
    latency = result["creates_empty"]["post to available"]
    goal("create → available, one at a time, p50", "< 8 ms", f"{latency['p50_ms']} ms", latency["p50_ms"] < 8)
    goal("create → available, one at a time, p99", "< 40 ms", f"{latency['p99_ms']} ms", latency["p99_ms"] < 40)
    for bursts, there in situations(result, "bursts"):
        count, available, gone = median(result[bursts])
        goal(f"{count} creates by 16 clients, all available{there}", "< 3 s", f"{available:.2f} s", available < 3)
        goal(f"{count} deletes by 16 clients, all gone{there}", "< 3 s", f"{gone:.2f} s", gone < 3)
    goal("resident memory, idle", "< 80 MiB", f"{result['memory_idle_mib']} MiB", result["memory_idle_mib"] < 80)
    goal("resident memory after all of this", "< 150 MiB", f"{result['memory_after_mib']} MiB", result["memory_after_mib"] < 150)
    start = statistics.median(result["cold_start_ms"])
    goal(f"cold start to the first answer, {result['cold_start_volumes']} volumes", "< 300 ms", f"{start:.0f} ms", start < 300)
    return rows


def situations(result, part):
    """The situations in which creates were measured: the key of the figures, and words for the reader."""
    many = f", {result['cold_start_volumes']} volumes there"
    return ((f"{part}_empty", ""), (part, many), (f"{part}_limited", f"{many} and a limit to count them against"))


def median(bursts):
    """How many at once, and the seconds until all were available and until all were gone."""
    return (bursts[0]["n"], statistics.median(burst["available_s"] for burst in bursts), statistics.median(burst["gone_s"] for burst in bursts))


def report(result):
    machine = result["machine"]
    lines = [
        "# Performance",
        "",
        "Made by `make bench`; not edited by hand.",
        "",
        f"Measured {machine['when']} on commit `{machine['commit']}`: {machine['cores']} cores ({machine['processor']}), "
        f"{machine['memory_gib']} GiB, kernel {machine['kernel']}, load average {machine['load_before']} before and "
        f"{machine['load_after']} after. The load generator (wrk with one thread, or a Python client) runs on the same cores as the service "
        "and takes its share of them. Release build, SQLite with a full sync of every commit, file backend on the system's own file system.",
        "",
        "The ancestor is Cinder 29.0.0 (two API processes, scheduler, volume service, MariaDB, RabbitMQ, Keystone tokens cached in "
        "memcached), measured on a machine of the same kind with the same questions; the better of two runs. Its machine was shared: a "
        "difference below 2× means nothing. It was polled every 20 ms, Scoria every 1 ms.",
        "",
        "## What the first version promises",
        "",
        *table(("", "promised", "measured", "kept"), goals(result)),
        "",
        "## Lists",
        "",
        "Requests per second; c = connections. Detail pages have 100 volumes.",
        "",
    ]
    for size in sorted(result["lists"], key=int):
        measured = result["lists"][size]
        theirs = ANCESTOR_LISTS.get(size, {})
        rows = [(title, number(run["rps"]), f"{run['p50_ms']:.2f}", f"{run['p99_ms']:.2f}", number(theirs[title]) if title in theirs else "-",
                 times(run["rps"], theirs.get(title))) for title, run in measured.items() if title != "walk"]
        walk = measured["walk"]
        lines += [f"### {int(size):,} volumes".replace(",", " "), "",
                  *table(("request", "requests/s", "p50 ms", "p99 ms", "ancestor, requests/s", "ratio"), rows), "",
                  f"All {walk['volumes']} volumes, 1 000 a page, sorted by name: {walk['seconds']} s"
                  + (" (ancestor: 4.2 s)." if size == "10000" else "."), ""]
    rows = []
    for part, note in (*situations(result, "creates"), ("cycles", f", {result['cold_start_volumes']} volumes there")):
        for title, run in result[part].items():
            rows.append((title + note, run["p50_ms"], run["p99_ms"], ANCESTOR_MS.get(title, "-"), times(run["p50_ms"], ANCESTOR_MS.get(title), True)))
    lines += ["## Changes", "", "One after another, seen by a client that polls.", "",
              *table(("", "p50 ms", "p99 ms", "ancestor, p50 ms", "ratio"), rows), ""]
    rows = []
    for bursts, there in situations(result, "bursts"):
        count, available, gone = median(result[bursts])
        rows += [
            (f"{count} creates by 16 clients, all available{there}, s", number(available), ANCESTOR["available_s"],
             times(available, ANCESTOR["available_s"], True)),
            (f"{count} deletes by 16 clients, all gone{there}, s", number(gone), ANCESTOR["gone_s"], times(gone, ANCESTOR["gone_s"], True)),
        ]
    rows += [
        ("resident memory idle, MiB", result["memory_idle_mib"], f"{ANCESTOR['memory_idle']} (its own processes)",
         times(result["memory_idle_mib"], ANCESTOR["memory_idle"], True)),
        ("resident memory after the benchmark, MiB", result["memory_after_mib"], f"{ANCESTOR['memory_after']} (its own processes)",
         times(result["memory_after_mib"], ANCESTOR["memory_after"], True)),
        (f"cold start to the first answer, {result['cold_start_volumes']} volumes, ms", number(statistics.median(result["cold_start_ms"])),
         f"{ANCESTOR['cold_start_ms']} (few volumes)", times(statistics.median(result["cold_start_ms"]), ANCESTOR["cold_start_ms"], True)),
    ]
    lines += ["## All at once, memory, start", "", *table(("", "Scoria", "ancestor", "ratio"), rows), ""]
    return "\n".join(lines)


def authentication(result):
    """What authentication costs, from identity.py."""
    machine, cold = result["machine"], result["beside cold"]
    rows = []
    for title, run in result.items():
        if isinstance(run, dict) and "dearer_percent" in run:
            dearer = run["dearer_percent"]
            rows.append((f"{title}, 16 connections: what a remembered token costs more than no authentication", "≤ 5 %",
                         f"{max(0.0, dearer)} % of processor time ({run['without_us']} and {run['with_us']} µs a request; "
                         f"from {run['dearer_percent_of_trios'][0]} to {run['dearer_percent_of_trios'][-1]} %); two without any: {run['alike_percent']} % apart, "
                         f"from {run['alike_percent_of_trios'][0]} to {run['alike_percent_of_trios'][-1]} %", "yes" if dearer <= 5 else "**no**"))
    alone, beside = cold["known_alone"], cold["known_beside"]
    met = cold["answered"] == cold["cold"] and beside["max_ms"] < 1000
    rows.append((f"remembered tokens while {cold['cold']} unknown ones come at once", "never stall",
                 f"p50 {beside['p50_ms']} ms, p99 {beside['p99_ms']} ms, longest {beside['max_ms']} ms (alone: {alone['p50_ms']}, "
                 f"{alone['p99_ms']}, {alone['max_ms']})", "yes" if met else "**no**"))
    return [
        AUTHENTICATION, "",
        f"Measured {machine['when']} on commit `{machine['commit']}`, load average {machine['load_before']} before. Three services are asked at "
        "the same time, two without authentication and one with it, twelve times with new processes; the figure is the median, and how far the "
        "two are apart that do the same tells what is chance. The identity service is a stub on the same two cores, which takes 50 ms for "
        f"an answer; the {cold['cold']} unknown tokens were asked about {cold['questions_at_a_time']} at a time and took {cold['seconds']} s in all.",
        "", *table(("", "promised", "measured", "kept"), rows), "",
    ]


def changes(result):
    """What validation and notifications cost a change, from validation.py and notifications.py."""
    rows = []
    if "validation" in result:
        found = result["validation"]
        rows.append((f"validation of a POST body of {found['bytes']} bytes", "< 50 µs", f"{found['cost_us']} µs of processor time",
                     "yes" if found["cost_us"] < 50 else "**no**"))
    if "notifications" in result:
        runs = result["notifications"]["runs"]
        usual, dead, alive = runs["defaults"], runs["dead webhook"], runs["webhook"]
        for what in ("create", "update"):
            key = f"{what}_ms"
            rows.append((f"{what}, with a webhook that never answers", "no more than with one that does", f"{dead[key]} ms (with one that answers: {alive[key]} ms, "
                         f"with none: {usual[key]} ms, nothing told at all: {runs['nothing told'][key]} ms)", "yes" if dead[key] <= alive[key] else "**no**"))
    machine = (result.get("validation") or result["notifications"])["machine"]
    return [
        CHANGES, "",
        f"Measured {machine['when']} on commit `{machine['commit']}`, load average {machine['load_before']} before. Validation: the same body to a route "
        "with and without a schema, in turns. Notifications: three services at the same time, asked in turns, one request after another on one connection; "
        "with a webhook, alive or dead, each change writes what is to be told with itself.",
        "", *table(("", "promised", "measured", "kept"), rows), "",
    ]


CHANGES = "## Validation and notifications"
AUTHENTICATION = "## Authentication"
SCHEDULER = "## Placements"
PLACEMENT_GOALS_MS = {1000: 2, 10000: 25}


def scheduler(result):
    """What a placement costs, from scheduler.py."""
    machine = result["machine"]
    rows = [(f"{run['pools']} pools, {run['request']}", f"< {PLACEMENT_GOALS_MS[run['pools']]} ms",
             f"p50 {run['p50_ms']:.2f} ms, p99 {run['p99_ms']:.2f} ms", "yes" if run["p99_ms"] < PLACEMENT_GOALS_MS[run["pools"]] else "**no**")
            for run in result["runs"]]
    memory = max(run["bytes_per_pool"] for run in result["runs"])
    return [
        SCHEDULER, "",
        f"Measured {machine['when']} on commit `{machine['commit']}`, load average {machine['load_before']} before: one placement with the default "
        f"filters and weighers and its explanation, one thread. Prepared pools take up to {memory} bytes each.",
        "", *table(("", "promised", "measured", "kept"), rows), "",
    ]


def commands():
    """What operations of the LVM backend run; the guest holds the driver to it."""
    rows = [(name, *("-" if count is None else count for count in counts)) for name, *counts in COMMAND_COUNTS]
    return [
        COMMANDS, "",
        "External commands that an operation runs; all else is system calls of the service itself. The guest's suite holds the driver to these numbers "
        "(`Tests/Guest`).", "",
        *table(("operation", "thin", "thick"), rows), "",
    ]


COMMANDS = "## Commands of LVM"
COMMAND_COUNTS = (
    ("start", 2, 2), ("create", 1, 1), ("delete", 2, 2), ("delete of what is gone", 1, 1), ("statistics", 1, 1), ("inventory", 1, 1),
    ("list of what can be managed", 1, 1), ("export", 0, 0), ("connect", 0, 0), ("disconnect", 0, 0), ("remove export", 0, 0),
    ("extend", 2, 2), ("extend with snapshots", None, 4), ("snapshot", 2, 2), ("delete snapshot", 2, 3), ("volume from snapshot", 2, 4),
    ("clone", 2, 8), ("clone that is larger", 3, 8), ("revert", 4, 1), ("manage", 3, 3), ("unmanage", 2, 2),
)


def replaced(text, heading, lines):
    """A document with one section in the place of what stood under its heading, or at the end."""
    section = "\n".join(lines)
    if heading not in text.splitlines():
        return text.rstrip("\n") + "\n\n" + section
    before, _, rest = text.partition(f"{heading}\n")
    _, mark, after = rest.partition("\n## ")
    return before + section + mark + after


def main():
    result = json.loads(pathlib.Path(sys.argv[1]).read_text())
    # Figures of one of the others alone: the rest of the document stays as it is.
    present = pathlib.Path(__file__).resolve().parents[1] / "docs" / "performance.md"
    text = report(result) if "lists" in result else present.read_text()
    if "identity" in result:
        text = replaced(text, AUTHENTICATION, authentication(result["identity"]))
    if "scheduler" in result:
        text = replaced(text, SCHEDULER, scheduler(result["scheduler"]))
    if "validation" in result or "notifications" in result:
        text = replaced(text, CHANGES, changes(result))
    text = replaced(text, COMMANDS, commands())
    if "--write" in sys.argv:
        target = pathlib.Path(sys.argv[sys.argv.index("--write") + 1])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        print(f"written: {target}")
    else:
        print(text)


if __name__ == "__main__":
    main()
