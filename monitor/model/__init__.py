"""The nouns: frozen dataclasses of the standard library only. Times are aware UTC datetimes, lists are tuples."""
