"""Whether one text is a copy of another: alignment, facts, the rule; pure."""
