"""Submits jobs to Ray Jobs, one after the other; prints how long each took until it was seen to run, in milliseconds.

python3 ray_jobs.py ROUNDS
"""
import json
import sys
import time

import ray
from ray.job_submission import JobStatus, JobSubmissionClient

POLL_SECONDS = 0.002


def seen_running(client):
    """Milliseconds from the call on; the job does next to nothing."""
    start = time.perf_counter()
    job = client.submit_job(entrypoint="true")
    while client.get_job_status(job) == JobStatus.PENDING:
        time.sleep(POLL_SECONDS)
    taken = 1000 * (time.perf_counter() - start)
    while not client.get_job_status(job).is_terminal():
        time.sleep(0.05)
    return taken


def main():
    context = ray.init(
        num_cpus=2, include_dashboard=True, dashboard_host="127.0.0.1", log_to_driver=False
    )
    client = JobSubmissionClient(f"http://{context.dashboard_url}")
    seen_running(client)  # the first one starts agents
    times = [seen_running(client) for _ in range(int(sys.argv[1]))]
    ray.shutdown()
    print(json.dumps(times))


main()
