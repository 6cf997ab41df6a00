"""The examples in the documentation of the text functions are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import monitor.text

MODULES = [found.name for found in pkgutil.iter_modules(monitor.text.__path__, "monitor.text.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
