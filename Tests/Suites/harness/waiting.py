"""Waiting for a condition with a deadline: the only way in which these suites wait."""
import time


class Late(AssertionError):
    """The deadline passed before the condition held."""


def until(condition, what, seconds=60.0, every=0.02):
    """Asks until the condition answers something true, and returns that; raises Late with what was last seen.

    `what` completes the sentence "waited for ...". It may be a function, called only when the deadline has passed, so that the
    message tells the last state and not the first.
    """
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= end:
            raise Late(f"waited {seconds:g} s for {what() if callable(what) else what}")
        time.sleep(every)
