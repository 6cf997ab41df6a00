"""Faults that a test arms by environment; Python itself imports this before the program, workers included.

MONITOR_FAULT is a JSON list of {"at": "module:Class.function", "do": ..., "count": n, "when": "before" | "after"}:
the n-th call of that function is met by `kill` (SIGKILL to the process that makes it), or by an exception raised in
its place, for ever: `fail` (RuntimeError). Further keys of the environment: MONITOR_FAULT_FILE_SIZE, the bytes after
which the disk is full for any one file; MONITOR_FAULT_NAMES, what looking up any host's name comes to (an EAI_ code);
MONITOR_FAULT_BUSY, the seconds for which a locked archive is waited for. Nothing of this is in the program.
"""

import functools
import importlib.abc
import importlib.util
import json
import os
import resource
import signal
import socket
import sys


def _armed(function, fault):
    left = fault.get("count", 1)

    def strike(when):
        nonlocal left
        if fault.get("when", "before") == when:
            left -= 1
            if left == 0 and fault["do"] == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if left <= 0 and fault["do"] == "fail":
                raise RuntimeError("a fault of the tests")

    @functools.wraps(function)
    def met(*args, **named):
        strike("before")
        given = function(*args, **named)
        strike("after")
        return given

    return met


class _Arming(importlib.abc.MetaPathFinder):
    """Lets a module be loaded as always, and then arms its functions."""

    def __init__(self, faults):
        self._faults = faults

    def find_spec(self, name, path=None, target=None):
        mine = [fault for fault in self._faults if fault["at"].partition(":")[0] == name]
        if not mine:
            return None
        self._faults = [fault for fault in self._faults if fault not in mine]
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            for fault in mine:
                *owners, last = fault["at"].partition(":")[2].split(".")
                owner = functools.reduce(getattr, owners, module)
                setattr(owner, last, _armed(getattr(owner, last), fault))

        spec.loader.exec_module = exec_module
        return spec


if "MONITOR_FAULT" in os.environ:
    sys.meta_path.insert(0, _Arming(json.loads(os.environ["MONITOR_FAULT"])))

if "MONITOR_FAULT_FILE_SIZE" in os.environ:
    size = int(os.environ["MONITOR_FAULT_FILE_SIZE"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

if "MONITOR_FAULT_NAMES" in os.environ:
    _look_up = socket.getaddrinfo

    def _unreachable(host, *args, **named):
        if str(host).replace(".", "").isdigit():
            return _look_up(host, *args, **named)
        number = getattr(socket, os.environ["MONITOR_FAULT_NAMES"])
        raise socket.gaierror(number, "a fault of the tests")

    socket.getaddrinfo = _unreachable
