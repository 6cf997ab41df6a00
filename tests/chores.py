"""Functions for the workers of test_pool; a module of its own, that loads fast."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import NoReturn

from monitor.errors import MonitorError


def double(value: bytes) -> bytes:
    return value * 2


def spin() -> NoReturn:
    while True:
        pass


def burn(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def sleep() -> None:
    time.sleep(60)


def eat() -> int:
    return len(bytearray(2 * 1024**3))


def die(code: int) -> NoReturn:
    os._exit(code)


def fail(error: BaseException) -> NoReturn:
    raise error


class Stubborn(MonitorError):
    """An error that can't be put together again on the other side."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def stubborn() -> NoReturn:
    raise Stubborn(1, 2)


def chatter() -> str:
    print("hello")
    return "quiet"


def pid() -> int:
    return os.getpid()


def generator() -> Iterator[int]:
    return (each for each in range(1))
