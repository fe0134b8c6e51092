-- Prints the figures of a run as one line of JSON; the requests themselves are wrk's own, untouched by Lua.
function done(summary, latency)
    io.write(string.format(
        '\nJSON {"requests":%d,"seconds":%.3f,"bytes":%d,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"bad_status":%d,"timeouts":%d,"broken":%d}\n',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        latency.max / 1000, summary.errors.status, summary.errors.timeout,
        summary.errors.connect + summary.errors.read + summary.errors.write))
end
