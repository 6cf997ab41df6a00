"""The parts of reading a page, one concern a file: see `monitor.stages.extract` for how they come together."""
