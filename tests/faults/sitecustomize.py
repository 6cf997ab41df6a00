"""Faults that a test arms by environment; Python itself imports this before the program, workers included.

MONITOR_FAULT is a JSON list of {"at": "module:Class.function", "do": ...}. What is done to calls of that function:

    kill   SIGKILL to the process that makes the `count`-th call (the first), before it or ("when": "after") after it
    fail   RuntimeError in place of each call that has `only` among its arguments
    spin   each call that has `only` among its arguments goes on for ever
    hurry  each call is given a `busy` of one second

MONITOR_FAULT_FILE_SIZE is how many bytes any one file may grow to before the disk is full, MONITOR_FAULT_NAMES what the
look-up of any name comes to (an EAI_ code of socket), MONITOR_FAULT_HOSTS what look-ups of some names find, one after
the other: {"name": [["127.0.0.1"], ["127.0.0.2"]]}. Nothing of this is in the program itself.
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
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


def _armed(function: Callable[..., Any], fault: Mapping[str, Any]) -> Callable[..., Any]:
    left = fault.get("count", 1)

    def strike(when: str) -> None:
        nonlocal left
        if fault["do"] == "kill" and fault.get("when", "before") == when:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    @functools.wraps(function)
    def met(*args: Any, **named: Any) -> Any:
        strike("before")
        if fault["do"] == "fail" and fault["only"] in f"{args}{named}":
            raise RuntimeError("a fault of the tests")
        while fault["do"] == "spin" and fault["only"] in f"{args}{named}":
            pass
        if fault["do"] == "hurry":
            named["busy"] = timedelta(seconds=1)
        given = function(*args, **named)
        strike("after")
        return given

    return met


class _Arming(importlib.abc.MetaPathFinder):
    """Lets a module be loaded as always, and then arms its functions."""

    def __init__(self, faults: Sequence[Mapping[str, Any]]) -> None:
        self._faults = faults

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        mine = [fault for fault in self._faults if fault["at"].partition(":")[0] == name]
        if not mine:
            return None
        self._faults = [fault for fault in self._faults if fault not in mine]
        spec = importlib.util.find_spec(name)
        loader: Any = spec.loader if spec else None
        load = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            for fault in mine:
                *owners, last = fault["at"].partition(":")[2].split(".")
                owner = functools.reduce(getattr, owners, module)
                setattr(owner, last, _armed(getattr(owner, last), fault))

        loader.exec_module = exec_module
        return spec


if "MONITOR_FAULT" in os.environ:
    sys.meta_path.insert(0, _Arming(json.loads(os.environ["MONITOR_FAULT"])))

if "MONITOR_FAULT_FILE_SIZE" in os.environ:
    size = int(os.environ["MONITOR_FAULT_FILE_SIZE"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

if "MONITOR_FAULT_NAMES" in os.environ:
    _look_up = socket.getaddrinfo

    def _unreachable(host: Any, *args: Any, **named: Any) -> Any:
        if str(host).replace(".", "").isdigit():
            return _look_up(host, *args, **named)
        number = getattr(socket, os.environ["MONITOR_FAULT_NAMES"])
        raise socket.gaierror(number, "a fault of the tests")

    socket.getaddrinfo = _unreachable

if "MONITOR_FAULT_HOSTS" in os.environ:
    _hosts = json.loads(os.environ["MONITOR_FAULT_HOSTS"])
    _ask = socket.getaddrinfo

    def _answered(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        if host not in _hosts:
            return _ask(host, port, *args, **named)
        found = _hosts[host].pop(0) if len(_hosts[host]) > 1 else _hosts[host][0]
        return [(None, None, None, "", (address, port)) for address in found]

    socket.getaddrinfo = _answered
