"""Text that may be shown: names and passwords inside addresses taken out."""

from __future__ import annotations

import re

_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{0,30}:[/\\]{2})[^\s/\\?#]{0,2000}@")


def redact(text: str) -> str:
    """Return a text without the userinfo of its URLs (RFC 3986, section 3.2.1), for logs and messages.

    >>> redact("can't reach https://desk:s3cret@proxy.example.org:8080/")
    "can't reach https://…@proxy.example.org:8080/"
    """
    return _USERINFO.sub(r"\1…@", text)
