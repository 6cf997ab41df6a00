"""press-monitor reads the foreign-policy press, removes copies, tags, archives and mails it."""

__version__ = "0.1.0"
