"""Packs of sources, shipped with the program: made by `generate` from the stock beside it."""
