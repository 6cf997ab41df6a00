"""The pages of the reading room: each module reads the archive for one kind of page, and has it written."""
