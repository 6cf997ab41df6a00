"""The stages of `monitor reprocess`, each a module of this package, in the order in which one builds on another."""

STAGES = ("extract", "tag", "dedupe", "cluster")
