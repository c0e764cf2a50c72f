"""A paper copy, typed in by a clerk question by question -> a document of the journal, and its record."""
