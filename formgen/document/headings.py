"""What is printed at the head and foot of a form -> its words, which also tell which form it is."""

from __future__ import annotations

from formgen.message import Message

VERSION = Message("print.version", "Form version {version}")
FOR = Message("print.for", "To be completed for: {group}")
