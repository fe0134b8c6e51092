"""The main job, on a pool that must copy and on a pool that can reflink."""
import pytest

from harness.main_job import STEPS, MainJob
from harness.pool import LoopPool, can_mount
from harness.service import Scoria


@pytest.fixture(scope="module", params=["copy", "reflink"])
def job(request):
    service = Scoria(name=f"main-job-{request.param}")
    pool = LoopPool(service.home / "pool.xfs", service.pool)
    try:
        if request.param == "reflink":
            if reason := can_mount():
                pytest.skip(reason)
            pool.mount()
        service.start()
        request.node.scoria = service
        running = MainJob(service, print)
        running.failed = None
        yield running
        running.close()
    finally:
        service.remove_processes()
        pool.unmount()
        service.remove()


@pytest.mark.parametrize("step", STEPS)
def test_step(job, step):
    if job.failed:
        pytest.fail(f"not run: the step `{job.failed}` before it failed")
    job.failed = step
    getattr(job, step)()
    job.failed = None
