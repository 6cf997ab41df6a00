"""Reading the archive anew, stage by stage, after the program or the gazetteer has learnt something."""
