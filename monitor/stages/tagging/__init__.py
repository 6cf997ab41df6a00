"""How countries and organisations are found in a text: words, endings, doubtful names, datelines, weight."""
