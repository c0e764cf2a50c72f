"""The tables of the store as today's program reads and writes them; `migrations` makes them.

The bytes of the documents stand in the database, not in files beside it. Bytes and rows are then one transaction: a
process that is killed, or a full disk, leaves both or neither, and a backup is one consistent file while others write.
The price is a large file (100,000 documents of 80 kB are 8 GB), which SQLite and PostgreSQL hold without effort as long
as nothing but the bytes themselves is in that table: lists and searches never touch it.

Days are ISO texts, moments ISO texts in UTC; texts that end in `_key` are folded for matching.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

MARKS = Table("formgen_store", METADATA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
"""What the store says of itself: its `version`."""

DOCUMENT = Table(
    "document",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", Text),
    Column("size", Integer, nullable=False),
    Column("kind", Text),
    Column("received", Text, nullable=False),
    Column("channel", Text),
    Column("sender", Text),
    Column("form", Text),
    Column("version", Text),
    Column("locale", Text),
    Column("variant", Text),
    Column("copy", Text),
    Column("found_by", Text),
    Column("status", Text, nullable=False),
    Column("reading", Text),
    Column("digest", Text),
    Column("record_id", Integer),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
)
"""What came in. `year` and `number` are its incoming number; `sha256` is null of a paper copy without a scan.

`reading` is what was read of it, as JSON; `digest` is the SHA-256 of that text.
"""

CONTENT = Table(
    "content",
    METADATA,
    Column("document_id", Integer, ForeignKey("document.id"), primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

SOURCE = Table(
    "source",
    METADATA,
    Column("document_id", Integer, ForeignKey("document.id"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("at", Text, nullable=False),
)
"""Where a document was seen; the same bytes may come from several places."""

CONTAINER = Table(
    "container",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False),
)
"""Archives and mails of which every document is in the journal: they need not be opened again."""

RECORD = Table(
    "record",
    METADATA,
    Column("id", Integer, ForeignKey("document.id"), primary_key=True),
    Column("form", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("variant", Text),
    Column("locale", Text, nullable=False),
    Column("copy", Text),
    Column("identity", Text),
    Column("status", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("settled", Text, nullable=False),
    Column("title", Text),
    Column("centre", Text),
    Column("centre_key", Text),
    Column("received", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
"""What the office keeps. `id` is that of the document it began with, whose incoming number names it to people.

`settled` are the findings of its last revision, by code and field, that a person has decided about.
"""

REVISION = Table(
    "revision",
    METADATA,
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("document_id", Integer, ForeignKey("document.id")),
    Column("record", Text),
    Column("computed", Text),
    Column("findings", Text),
    Column("digest", Text),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text),
)
"""One state of a record, whole and never changed. `edition` is the version of the form whose items it has."""

SEARCH = Table(
    "search",
    METADATA,
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True),
    Column("text", Text, nullable=False),
)
"""The words of a record's last revision, folded by the program: no database knows Armenian capitals."""

REFERENCE = Table(
    "reference",
    METADATA,
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("number_key", Text, primary_key=True),
)
"""The case and referral numbers a record names, and those it mentions in its words (`cited`)."""

EVENT = Table(
    "event",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("document_id", Integer, ForeignKey("document.id")),
    Column("record_id", Integer, ForeignKey("record.id")),
    Column("revision", Integer),
    Column("why", Text),
    Column("details", Text),
)
"""Who did what and when; rows are only ever added."""

FIX = Table(
    "fix",
    METADATA,
    Column("copy", Text, primary_key=True),
    Column("record_id", Integer, ForeignKey("record.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("items", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
)
"""The copies sent back to be put right, and the items each asks about."""
