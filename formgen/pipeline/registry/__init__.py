"""What the office does with documents that came in: takes them in, joins, decides, checks."""
