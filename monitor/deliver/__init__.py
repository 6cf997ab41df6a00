"""What leaves the house: digests and alerts, as mail, files, feeds and hooks. What is told is decided before."""
