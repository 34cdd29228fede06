"""Submits jobs to Ray Jobs, one after the other; prints when each was seen to run and to have ended, in milliseconds.

python3 ray_jobs.py ROUNDS
"""
import json
import sys
import time

import ray
from ray.job_submission import JobStatus, JobSubmissionClient

POLL_SECONDS = 0.002


def times_of_job(client):
    """Milliseconds from the call on; the job does next to nothing."""
    start = time.perf_counter()
    since = lambda: 1000 * (time.perf_counter() - start)
    job = client.submit_job(entrypoint="true")
    while client.get_job_status(job) == JobStatus.PENDING:
        time.sleep(POLL_SECONDS)
    running = since()
    while not client.get_job_status(job).is_terminal():
        time.sleep(POLL_SECONDS)
    return {"running": running, "ended": since()}


def main():
    context = ray.init(
        num_cpus=2, include_dashboard=True, dashboard_host="127.0.0.1", log_to_driver=False
    )
    client = JobSubmissionClient(f"http://{context.dashboard_url}")
    times_of_job(client)  # the first one starts agents
    times = [times_of_job(client) for _ in range(int(sys.argv[1]))]
    ray.shutdown()
    print(json.dumps(times))


main()
