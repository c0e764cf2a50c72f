"""The tests; other programs are the judges wherever one exists."""
