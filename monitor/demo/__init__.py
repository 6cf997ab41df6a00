"""The bundled press room: eight outlets that never existed, served on loopback and collected like any others."""
