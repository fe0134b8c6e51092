"""What every cross-process suite, the demo and the benchmarks share: the running binary, its API, an initiator, and patience."""
