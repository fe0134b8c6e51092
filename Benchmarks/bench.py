"""Measures a release build on this machine: lists, creates, whole cycles, memory, cold start. Writes its figures as JSON.

    bench.py --out FILE.json [--quick]

The same questions that were asked of the ancestor (docs/performance.md has its figures), with a finer poll: it answers in milliseconds.
Each answer that wrk will ask for thousands of times is looked at once before: its JSON, its number of volumes, its order; afterwards the
bytes that wrk received must be that answer times the number of requests.
"""
import argparse
import http.client
import json
import os
import pathlib
import platform
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Suites"))
sys.path.insert(0, str(HERE))

from fill import fill, identifier, name  # noqa: E402
from harness.service import PROJECT, Scoria  # noqa: E402
from harness.waiting import until  # noqa: E402

CONNECTOR = {
    "initiator": "iqn.1994-05.org.scoria:bench", "ip": "127.0.0.1", "host": "bench", "platform": "x86_64", "os_type": "linux",
    "multipath": False, "mountpoint": "/dev/vdb",
}
POLL = 0.001


def say(*words):
    print(*words, flush=True)


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part / 100 * (len(ordered) - 1)))]


def figures(seconds):
    """p50, p99 and the range of a list of durations, in milliseconds."""
    values = [value * 1000 for value in seconds]
    return {"n": len(values), "p50_ms": round(percentile(values, 50), 2), "p99_ms": round(percentile(values, 99), 2),
            "min_ms": round(min(values), 2), "max_ms": round(max(values), 2)}


def resident(service):
    """The resident memory of the service's own process in MiB."""
    for line in pathlib.Path(f"/proc/{service.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def wrk(api, path, connections, seconds):
    """One run of wrk with one thread. Raises when any answer was not the one that was looked at before."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(HERE / "wrk.lua")]
    for key, value in api.headers().items():
        command += ["-H", f"{key}: {value}"]
    done = subprocess.run([*command, api.endpoint + path], capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("JSON ")), None)
    if line is None:
        raise RuntimeError(done.stdout + done.stderr)
    result = json.loads(line[5:])
    if result["bad_status"] or result["timeouts"] or result["broken"]:
        raise RuntimeError(f"{path}: wrong answers: {result}")
    result["rps"] = round(result["requests"] / result["seconds"], 1)
    return result


def processor_seconds(service):
    """How much processor time the service has used so far."""
    fields = pathlib.Path(f"/proc/{service.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(api, path, connections, seconds, check):
    """Looks at the answer once, warms up, measures, and compares the sizes.

    With 16 connections, where goals are, the median of three runs: the load generator shares the cores, so single runs differ by a tenth.
    """
    answer = api.call("GET", path, expect=200)
    check(answer.json)
    wrk(api, path, min(connections, 4), 1)
    runs = [wrk(api, path, connections, seconds) for _ in range(3 if connections == 16 else 1)]
    result = sorted(runs, key=lambda run: run["rps"])[len(runs) // 2]
    size = result["bytes"] / max(1, result["requests"])
    if not len(answer.body) <= size <= len(answer.body) + 1500:
        raise RuntimeError(f"{path}: {size:.0f} bytes an answer, but one is {len(answer.body)} bytes")
    result["body_bytes"] = len(answer.body)
    return result


def page(count, first=None):
    """A check: this many complete volumes, the first of this name."""
    def check(document):
        volumes = document["volumes"]
        if len(volumes) != count:
            raise RuntimeError(f"{len(volumes)} volumes instead of {count}")
        for volume in volumes:
            if volume["status"] != "available" or "metadata" not in volume or "os-vol-host-attr:host" not in volume:
                raise RuntimeError(f"an incomplete volume: {volume}")
        if first and volumes[0]["name"] != first:
            raise RuntimeError(f"the first volume is {volumes[0]['name']}, not {first}")
    return check


def lists(api, count, seconds):
    """GET throughput with `count` volumes in the project."""
    middle, last = count // 2, count - 50
    newest = name(count)
    anything = page(100)
    # Default order is newest first: what follows this marker is the last, partial page.
    final = f"/volumes/detail?limit=100&marker={identifier(51)}"
    runs = [
        ("first page", "/volumes/detail?limit=100", anything, (1, 16, 64)),
        ("last page by marker", final, page(50, name(50)), (1, 16)),
        ("last page by marker, sorted by name", f"/volumes/detail?sort=name:asc&limit=100&marker={identifier(last)}", None, (1, 16)),
        ("name filter", f"/volumes/detail?limit=100&name={name(middle)}", page(1, name(middle)), (1, 16)),
        ("first page of all projects", "/volumes/detail?limit=100&all_tenants=1", anything, (16,)),
        ("one volume", f"/volumes/{identifier(middle)}", lambda document: document["volume"]["id"], (1, 16, 64)),
        ("summary", "/volumes/summary", lambda document: document["volume-summary"]["total_count"], (1, 16)),
    ]
    results = {}
    for title, path, check, widths in runs:
        for width in widths:
            result = measure(api, path, width, seconds, check or (lambda document: None))
            results[f"{title} c{width}"] = result
            say(f"  {count:>7} {title} c{width}: {result['rps']:.0f}/s, p50 {result['p50_ms']:.2f} ms, p99 {result['p99_ms']:.2f} ms")
    began, marker, seen, pages = time.perf_counter(), "", 0, 0
    while True:
        got = api.get(f"/volumes/detail?sort=name:asc&limit=1000{marker}")["volumes"]
        seen, pages = seen + len(got), pages + 1
        if len(got) < 1000:
            break
        marker = f"&marker={got[-1]['id']}"
    results["walk"] = {"volumes": seen, "pages": pages, "seconds": round(time.perf_counter() - began, 3)}
    say(f"  {count:>7} walk of {seen} volumes, 1000 a page: {results['walk']['seconds']} s (newest {newest})")
    return results


def rest(api, kind, path, status, seconds=60):
    """Polls every millisecond until an object has a status (or is gone, for None)."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        answer = api.call("GET", path)
        if answer.status == 404:
            if status is None:
                return
            raise RuntimeError(f"{path} is gone")
        now = answer.json[kind]["status"]
        if now == status:
            return
        if now.startswith("error"):
            raise RuntimeError(f"{path} is {now}")
        time.sleep(POLL)
    raise RuntimeError(f"{path} is not {status} after {seconds} s")


def timed(into, work):
    began = time.perf_counter()
    result = work()
    into.append(time.perf_counter() - began)
    return result


def creates(api, samples):
    """One after another: POST until answered, POST until available, DELETE until gone."""
    post, available, gone = [], [], []
    for number in range(samples):
        began = time.perf_counter()
        volume = api.create_volume(name=f"one-{number}")
        post.append(time.perf_counter() - began)
        rest(api, "volume", f"/volumes/{volume}", "available")
        available.append(time.perf_counter() - began)
        began = time.perf_counter()
        api.delete(f"/volumes/{volume}", 202)
        rest(api, "volume", f"/volumes/{volume}", None)
        gone.append(time.perf_counter() - began)
    results = {"post": figures(post), "post to available": figures(available), "delete to gone": figures(gone)}
    for title, result in results.items():
        say(f"  {title}: p50 {result['p50_ms']} ms, p99 {result['p99_ms']} ms")
    return results


def parallel(width, items, work):
    """Runs work on items, `width` at a time; results, and errors as text."""
    queue, lock, results, errors = iter(items), threading.Lock(), [], []

    def run():
        while True:
            with lock:
                item = next(queue, None)
            if item is None:
                return
            try:
                results.append(work(item))
            except (AssertionError, RuntimeError, OSError, http.client.HTTPException) as error:
                errors.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=run) for _ in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results, errors


def burst(api, count, width=16):
    """Many at once: until all are available, and until all are gone. Every one of them is looked at afterwards."""
    began = time.perf_counter()
    volumes, errors = parallel(width, range(count), lambda number: api.create_volume(name=f"burst-{number}"))
    posted = time.perf_counter() - began
    until(lambda: not api.get("/volumes?status=creating&limit=1")["volumes"], "all to be created", 120, 0.005)
    available = time.perf_counter() - began
    wrong = [volume for volume in volumes if api.volume(volume)["status"] != "available"]
    began = time.perf_counter()
    _, failures = parallel(width, volumes, lambda volume: api.delete(f"/volumes/{volume}", 202))
    called = time.perf_counter() - began
    until(lambda: not api.get("/volumes?status=deleting&limit=1")["volumes"], "all to be deleted", 120, 0.005)
    gone = time.perf_counter() - began
    left = [volume for volume in volumes if api.call("GET", f"/volumes/{volume}").status != 404]
    if errors or failures or wrong or left:
        raise RuntimeError(f"{len(errors)} + {len(failures)} errors, {len(wrong)} not available, {len(left)} left: {(errors + failures)[:2]}")
    result = {"n": count, "width": width, "posted_s": round(posted, 3), "available_s": round(available, 3),
              "delete_calls_s": round(called, 3), "gone_s": round(gone, 3)}
    say(f"  {count} at {width}: posted {posted:.2f} s, available {available:.2f} s, gone {gone:.2f} s")
    return result


def cycles(api, samples):
    """Snapshots, copies, extension and attachment, one after another."""
    times = {title: [] for title in ("snapshot create", "snapshot delete", "clone", "volume from snapshot", "extend", "attachment create",
                                     "attachment update", "attachment complete", "attachment delete", "whole attachment cycle")}

    def volume(**fields):
        made = api.create_volume(**fields)
        rest(api, "volume", f"/volumes/{made}", "available")
        return made

    def remove(kind, made):
        api.delete(f"/{kind}s/{made}", 202)
        rest(api, kind, f"/{kind}s/{made}", None)

    def snapshot():
        made = api.create_snapshot(source)
        rest(api, "snapshot", f"/snapshots/{made}", "available")
        return made

    def extend():
        api.action(copy, "os-extend", {"new_size": 2}, 202)
        rest(api, "volume", f"/volumes/{copy}", "available")

    source = volume(name="cycle source")
    for _ in range(samples):
        taken = timed(times["snapshot create"], snapshot)
        remove("volume", timed(times["volume from snapshot"], lambda: volume(snapshot_id=taken)))
        timed(times["snapshot delete"], lambda: remove("snapshot", taken))
        copy = timed(times["clone"], lambda: volume(source_volid=source))
        timed(times["extend"], extend)
        began = time.perf_counter()
        attachment = timed(times["attachment create"], lambda: api.post(
            "/attachments", {"attachment": {"volume_uuid": copy}}, 200)["attachment"]["id"])
        timed(times["attachment update"], lambda: api.put(f"/attachments/{attachment}", {"attachment": {"connector": CONNECTOR}}))
        timed(times["attachment complete"], lambda: api.call(
            "POST", f"/attachments/{attachment}/action", {"os-complete": {}}, expect=204))
        timed(times["attachment delete"], lambda: api.call("DELETE", f"/attachments/{attachment}", expect=200))
        times["whole attachment cycle"].append(time.perf_counter() - began)
        rest(api, "volume", f"/volumes/{copy}", "available")
        remove("volume", copy)
    remove("volume", source)
    results = {title: figures(values) for title, values in times.items()}
    for title, result in results.items():
        say(f"  {title}: p50 {result['p50_ms']} ms, p99 {result['p99_ms']} ms")
    return results


def cold_starts(service, times):
    """From the start of the process to its first answer to a list, in milliseconds."""
    results = []
    for _ in range(times):
        service.stop()
        began = time.perf_counter()
        service.launch()
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
            try:
                connection.request("GET", f"/v3/{PROJECT}/volumes?limit=1", headers=service.api().headers())
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.001)
            finally:
                connection.close()
            if service.process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError(f"no start:\n{service.tail()}")
        results.append(round((time.perf_counter() - began) * 1000, 1))
    say(f"  cold starts: {results} ms")
    return results


def keep(path, key, found):
    """Puts figures into the file of this run, beside what is there."""
    target = pathlib.Path(path)
    whole = json.loads(target.read_text()) if target.exists() else {}
    whole[key] = found
    target.write_text(json.dumps(whole, indent=1) + "\n")
    say(f"figures: {path}")


def machine():
    processor = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = int(open("/proc/meminfo").readline().split()[1]) >> 20
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE.parent, capture_output=True, text=True).stdout.strip()
    return {"processor": processor, "cores": os.cpu_count(), "memory_gib": memory, "kernel": platform.release(),
            "commit": commit, "when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), "load_before": round(os.getloadavg()[0], 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true", help="short runs; no 100 000 volumes")
    parser.add_argument("--sizes", default="10000,100000")
    arguments = parser.parse_args()
    seconds, samples, count, rounds = (2, 50, 100, 5) if arguments.quick else (4, 300, 500, 20)
    sizes = [10000] if arguments.quick else [int(size) for size in arguments.sizes.split(",")]
    result = {"machine": machine(), "lists": {}}
    with Scoria(configuration="release", name="bench") as service:
        api = service.api()
        api.raise_quota(10_000_000)
        time.sleep(2)
        result["memory_idle_mib"] = resident(service)
        say(f"idle, no volume: {result['memory_idle_mib']} MiB")
        result["creates_empty"] = creates(api, samples)
        result["bursts_empty"] = [burst(api, count) for _ in range(1 if arguments.quick else 3)]
        template = api.new_volume(name="template")
        have = 0
        for size in sizes:
            service.stop()
            began = time.perf_counter()
            fill(sorted(service.state.glob("*.sqlite"))[0], template, have + 1, size)
            say(f"filled to {size} volumes in {time.perf_counter() - began:.1f} s")
            have = size
            service.start()
            if size == sizes[-1]:
                result["cold_start_ms"] = cold_starts(service, 3 if arguments.quick else 7)
                result["cold_start_volumes"] = size
                result["memory_started_mib"] = resident(service)
            # The template is the oldest but is no bench volume: out of the way of "the last page".
            if size == sizes[0]:
                api.delete(f"/volumes/{template}", 202)
                until(lambda: api.call("GET", f"/volumes/{template}").status == 404, "the template to be gone", 30)
                template = identifier(1)
            result["lists"][str(size)] = lists(api, size, seconds)
        say("with limits, for which usage is counted from the rows:")
        result["creates_limited"] = creates(api, samples)
        result["bursts_limited"] = [burst(api, count) for _ in range(1 if arguments.quick else 3)]
        say("without limits:")
        api.raise_quota(-1)
        result["creates"] = creates(api, samples)
        result["bursts"] = [burst(api, count) for _ in range(1 if arguments.quick else 3)]
        result["cycles"] = cycles(api, rounds)
        result["memory_after_mib"] = resident(service)
        say(f"after all of that: {result['memory_after_mib']} MiB")
    result["machine"]["load_after"] = round(os.getloadavg()[0], 2)
    pathlib.Path(arguments.out).write_text(json.dumps(result, indent=1) + "\n")
    say(f"figures: {arguments.out}")


if __name__ == "__main__":
    main()
