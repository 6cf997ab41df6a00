"""Worker processes for what may go wrong: each call has a CPU, memory and time budget, and none can hurt the rest.

A worker is a Python of our own with a pipe each way. Before each call it arms a profiling timer for the call's CPU
seconds: when it runs out the kernel ends the process (no handler in Python could stop lxml or a regular expression),
the pipe closes, and the parent reports that one call and starts another worker. Memory is bounded by RLIMIT_AS.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, Self, TypeVar, cast

from monitor.errors import MonitorError, OverBudget, WorkerFailed

P = ParamSpec("P")
R = TypeVar("R")

GIB = 1024**3
_WALL = 10  # times its CPU seconds a call may take by the clock, where nothing else is said
_SIZE = struct.Struct("!Q")
_PIECE = 1024**2
_BEGUN = b"!"  # what a worker sends when its modules are loaded and the call's time begins
_START = 60.0  # seconds for that
_PR_SET_PDEATHSIG = 1  # prctl(2)
_STOPPED = "the workers are closed: the run was stopped"


class Pool:
    """Runs functions of modules in up to `workers` processes, started when they are first needed.

    A call that takes more than `cpu_seconds`, `memory` bytes of address space or `wall_seconds` (ten times the CPU
    seconds by default) raises OverBudget. MonitorErrors come back as themselves, other exceptions as WorkerFailed.
    """

    def __init__(
        self, *, workers: int, cpu_seconds: float, memory: int = GIB, wall_seconds: float | None = None
    ) -> None:
        self._budget = (cpu_seconds, memory, wall_seconds if wall_seconds is not None else _WALL * cpu_seconds)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pool", initializer=_deaf)
        self._own = threading.local()  # each thread's worker
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._closed = False

    async def run(self, function: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> R:
        """The function's result. The event loop is free meanwhile, and while the arguments are being sent."""
        return await asyncio.wrap_future(self._submit(function, *args, **named))

    def run_sync(self, function: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> R:
        """The function's result; blocks."""
        return self._submit(function, *args, **named).result()

    def close(self) -> None:
        """End all workers, those at work too. Calls that were waiting are cancelled."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.bury()
        self._workers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _submit(self, function: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> Future[R]:
        return self._threads.submit(self._call, function, args, named)

    def _call(self, function: Callable[..., R], args: tuple[Any, ...], named: dict[str, Any]) -> R:
        payload = pickle.dumps((function, args, named), protocol=5)
        worker = self._worker()
        try:
            returned, value = worker.ask(payload)
        except _Died as died:
            self._lose(worker)
            if self._closed:
                raise MonitorError(_STOPPED) from None
            raise OverBudget(str(died)) from None
        if returned:
            return cast("R", value)
        if isinstance(value, OverBudget):  # out of memory: what is left of it is not to be trusted
            self._lose(worker)
        raise value

    def _worker(self) -> _Worker:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is not None and not worker.alive():  # killed from outside while it had nothing to do
            self._lose(worker)
            worker = None
        if worker is None:
            with self._lock:
                if self._closed:
                    raise MonitorError(_STOPPED)
                worker = self._own.worker = _Worker(*self._budget)
                self._workers.add(worker)
        return worker

    def _lose(self, worker: _Worker) -> None:
        self._own.worker = None
        with self._lock:
            self._workers.discard(worker)
        worker.kill()
        worker.bury()


class _Died(Exception):
    """The worker is gone; the message says why."""


class _Worker:
    """One process and the pipes to it. Used by one thread; only `kill` may be called by others."""

    def __init__(self, cpu: float, memory: int, wall: float) -> None:
        self._cpu, self._memory, self._wall = cpu, memory, wall
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve({cpu!r}, {memory!r})"
        self._process = subprocess.Popen(  # noqa: S603 - our own Python
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self._to, self._from):
            os.set_blocking(pipe, False)
            _widen(pipe)

    def ask(self, payload: bytes) -> tuple[bool, Any]:
        """(True, result) or (False, exception). Raises _Died."""
        until = time.monotonic() + _START
        try:
            self._send(_SIZE.pack(len(payload)), until)
            self._send(payload, until)
            self._receive(len(_BEGUN), until)
            until = time.monotonic() + self._wall
            (size,) = _SIZE.unpack(self._receive(_SIZE.size, until))
            returned, value = pickle.loads(self._receive(size, until))  # noqa: S301 - from our own process
        except TimeoutError:
            msg = f"took more than {self._wall:g} seconds"
            raise _Died(msg) from None
        except (OSError, EOFError):
            raise _Died(self._cause()) from None
        return bool(returned), value

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def bury(self) -> None:
        """Wait for the ended process and close its pipes."""
        self._process.communicate()

    def _send(self, data: bytes, until: float) -> None:
        rest = memoryview(data)
        while rest:
            _await(self._to, select.POLLOUT, until)
            rest = rest[os.write(self._to, rest) :]

    def _receive(self, size: int, until: float) -> bytearray:
        data = bytearray()
        while len(data) < size:
            _await(self._from, select.POLLIN, until)
            piece = os.read(self._from, min(size - len(data), _PIECE))
            if not piece:
                raise EOFError
            data += piece
        return data

    def _cause(self) -> str:
        code = self._process.wait()
        if code == -signal.SIGPROF:
            return f"took more than {self._cpu:g} seconds of CPU"
        how = f"signal {-code}" if code < 0 else f"exit {code}"
        return f"took more than {self._memory // 1024**2} MiB of memory, or broke the worker ({how})"


def _widen(pipe: int) -> None:
    """Let a document pass in one go: a pipe of 64 KiB wakes both sides a dozen times for it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # the system's limit on pipes: slower, but it works
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIECE)


def _await(pipe: int, what: int, until: float) -> None:
    poll = select.poll()
    poll.register(pipe, what)
    if not poll.poll(max(until - time.monotonic(), 0) * 1000):
        raise TimeoutError


def _deaf() -> None:
    """Let this thread's workers be born deaf to Ctrl-C and SIGTERM: the parent decides what becomes of them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})


# --- in the worker ---------------------------------------------------------------------------------------------------


def serve(cpu: float, memory: int) -> None:
    """Answer calls from standard input on standard output until it closes. What a function prints goes to stderr."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    while head := asked.read(_SIZE.size):
        payload = asked.read(*_SIZE.unpack(head))
        answer = _answer(payload, cpu, memory, begun=lambda: os.write(answers.fileno(), _BEGUN))
        answers.write(_SIZE.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _answer(payload: bytes, cpu: float, memory: int, begun: Callable[[], object]) -> bytes:
    """The pickled pair of whether the function returned, and what it returned or raised."""
    try:
        try:
            function, args, named = pickle.loads(payload)  # noqa: S301 - from our own parent
        finally:
            begun()
        signal.setitimer(signal.ITIMER_PROF, cpu)
        return pickle.dumps((True, function(*args, **named)), protocol=5)
    except MemoryError:
        failure: MonitorError = OverBudget(f"took more than {memory // 1024**2} MiB of memory")
    except MonitorError as error:
        failure = error
    except BaseException as error:  # noqa: BLE001 - the parent must hear of all of them
        failure = _failed(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        answer = pickle.dumps((False, failure), protocol=5)
        pickle.loads(answer)  # noqa: S301 - what we just wrote: some exceptions can't be put together again
    except Exception:  # noqa: BLE001 - whatever its pickling raises
        return pickle.dumps((False, _failed(failure)), protocol=5)
    return answer


def _failed(error: BaseException) -> WorkerFailed:
    text = " ".join(str(error).split())
    return WorkerFailed(f"{type(error).__name__}: {text}"[:500] if text else type(error).__name__)


def _die_with_parent() -> None:
    """Have the kernel end us when the parent is gone, even in the middle of a call."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
