"""Workers: what they return, what they survive, and that none of them outlives us."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import MonitorError, OverBudget, ParseError, WorkerFailed
from monitor.pool import Pool
from tests.chores import burn, chatter, die, double, eat, fail, generator, pid, sleep, spin, stubborn


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(workers=1, cpu_seconds=0.5, wall_seconds=10) as pool:
        yield pool


def test_a_result_comes_back(pool: Pool) -> None:
    assert pool.run_sync(double, b"ab") == b"abab"


def test_big_documents_pass_both_ways(pool: Pool) -> None:
    data = os.urandom(5_000_000)
    assert pool.run_sync(double, data) == data * 2


def test_it_is_awaited_without_blocking_the_loop(pool: Pool) -> None:
    async def main() -> int:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.001)

        ticking = asyncio.create_task(tick())
        assert await pool.run(double, b"4") == b"44"
        with pytest.raises(OverBudget):
            await pool.run(spin)
        ticking.cancel()
        return ticks

    assert asyncio.run(main()) > 20


def test_too_much_cpu_ends_one_call_and_no_other(pool: Pool) -> None:
    with pytest.raises(OverBudget, match=r"0\.5 seconds of CPU"):
        pool.run_sync(spin)
    assert pool.run_sync(double, b"2") == b"22"


def test_the_cpu_budget_is_a_calls_not_a_workers(pool: Pool) -> None:
    first = pool.run_sync(pid)
    for _ in range(4):
        pool.run_sync(burn, 0.2)
    assert pool.run_sync(pid) == first


def test_a_sleeper_is_ended_by_the_clock() -> None:
    with Pool(workers=1, cpu_seconds=5, wall_seconds=0.5) as pool:
        with pytest.raises(OverBudget, match=r"more than 0\.5 seconds"):
            pool.run_sync(sleep)
        assert pool.run_sync(double, b"2") == b"22"


def test_too_much_memory_ends_one_call_and_no_other(pool: Pool) -> None:
    with pytest.raises(OverBudget, match="1024 MiB of memory"):
        pool.run_sync(eat)
    assert pool.run_sync(double, b"2") == b"22"


def test_a_crash_ends_one_call_and_no_other(pool: Pool) -> None:
    with pytest.raises(OverBudget, match="exit 3"):
        pool.run_sync(die, 3)
    assert pool.run_sync(double, b"2") == b"22"


def test_a_worker_killed_while_idle_costs_nothing(pool: Pool) -> None:
    os.kill(pool.run_sync(pid), signal.SIGKILL)
    time.sleep(0.1)
    assert pool.run_sync(double, b"2") == b"22"


def test_our_errors_come_back_as_themselves(pool: Pool) -> None:
    with pytest.raises(ParseError, match="no feed") as caught:
        pool.run_sync(fail, ParseError("html", "no feed here"))
    assert caught.value.outcome == "html"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ((fail, KeyError("x\ny")), r"KeyError: 'x\\ny'"),
        ((fail, ValueError("two\nlines")), "ValueError: two lines"),
        ((fail, SystemExit(2)), "SystemExit: 2"),
        ((stubborn,), "Stubborn: 1 and 2"),
        ((generator,), "TypeError: cannot pickle 'generator'"),
    ],
)
def test_other_errors_come_back_in_one_line(pool: Pool, call: tuple[Any, ...], message: str) -> None:
    with pytest.raises(WorkerFailed, match=message):
        pool.run_sync(*call)
    assert pool.run_sync(double, b"2") == b"22"


def test_what_a_function_prints_is_no_answer(pool: Pool) -> None:
    assert pool.run_sync(chatter) == "quiet"


def test_workers_are_started_when_needed_and_end_with_the_pool() -> None:
    with Pool(workers=4, cpu_seconds=1) as pool:
        before = children()
        pool.run_sync(double, b"1")
        assert len(children() - before) == 1
    assert children() == before


def test_closing_does_not_wait_for_what_is_at_work() -> None:
    async def main() -> list[Any]:
        pool = Pool(workers=1, cpu_seconds=30)
        at_work = asyncio.create_task(pool.run(spin))
        waiting = asyncio.create_task(pool.run(double, b"1"))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(pool.close)
        return list(await asyncio.gather(at_work, waiting, return_exceptions=True))

    at_work, waiting = asyncio.run(main())
    assert type(at_work) is MonitorError
    assert isinstance(waiting, asyncio.CancelledError)


@pytest.mark.parametrize("work", ["spin", "sleep"])
def test_workers_die_with_their_parent(work: str) -> None:
    code = (
        "from monitor.pool import Pool; from tests.chores import *; pool = Pool(workers=2, cpu_seconds=60)\n"
        f"print(pool.run_sync(pid), flush=True); pool.run_sync({work})"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")


def test_ctrl_c_is_the_parents_business(pool: Pool) -> None:
    worker = pool.run_sync(pid)
    os.kill(worker, signal.SIGINT)
    os.kill(worker, signal.SIGTERM)
    assert pool.run_sync(pid) == worker


def children() -> set[str]:
    task = Path(f"/proc/{os.getpid()}/task")
    return {child for each in task.iterdir() for child in (each / "children").read_text().split()}
