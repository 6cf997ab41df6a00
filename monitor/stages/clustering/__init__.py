"""Which articles tell of one event: what is compared (terms), how alike two are, how they group, who keeps which id."""
