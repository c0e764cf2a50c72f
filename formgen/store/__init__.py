"""Documents, records and who did what with them -> rows of SQLite or PostgreSQL, and back.

A document is what came in: bytes, where from, what was read. A record is what the office keeps of one or more
documents: its revisions, each whole. Everything of one document is written in one transaction, its bytes included.
"""
