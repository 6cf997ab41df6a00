"""The reading room: Datasette over the archive, with the datasette.yaml and the plugin beside it."""
