"""Values that stand outside feeds.yaml: `env:NAME` and `file:PATH`, resolved when they are used and not before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from monitor.errors import ConfigError, Problem
from monitor.model.settings import Secret

MAX_BYTES = 64 * 1024


def resolve(secret: Secret, environ: Mapping[str, str], base: Path) -> str:
    """Return the value that a secret refers to; a text without a reference is the value itself.

    `base` is the folder of the configuration: `file:` paths are relative to it. Of a file, the white space around the
    text is dropped. Raises ConfigError, which names the reference and never the value, when there is nothing there.
    """
    scheme, _, name = secret.reference.partition(":")
    if scheme == "env":
        value = environ.get(name, "")
        if not value.strip():
            raise _missing(secret, f"the environment has no {name}; set it, or change the reference in feeds.yaml")
        return value
    if scheme == "file":
        return _of_file(secret, base / Path(name).expanduser())
    return secret.reference


def _of_file(secret: Secret, path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _missing(secret, f"can't be read: {error.strerror}") from error
    try:
        value = data.decode().strip()
    except UnicodeDecodeError:
        raise _missing(secret, "expected UTF-8 text") from None
    if not value:
        raise _missing(secret, "the file is empty")
    if len(data) > MAX_BYTES:
        raise _missing(secret, f"expected at most {MAX_BYTES // 1024} KiB")
    return value


def _missing(secret: Secret, message: str) -> ConfigError:
    return ConfigError((Problem(file=secret.reference, line=0, key="", message=message),))
