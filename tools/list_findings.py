"""The codes of findings -> docs/findings.md: `python tools/list_findings.py` from the project's folder."""

from pathlib import Path

from formgen.model.kinds import KINDS
from formgen.model.kinds.answers import ANSWERS
from formgen.model.kinds.documents import DOCUMENTS
from formgen.model.kinds.records import RECORDS
from formgen.translate.catalog import read_catalog

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "Of a document": DOCUMENTS,
    "Of an answer": ANSWERS,
    "Of a record to be filled in": RECORDS,
}
HEAD = """# Findings

What formgen says of a document, an answer or a record: the code, which is permanent; how grave it is as a rule
(`error` breaks a rule of the form or keeps the document from being read, `review` was not read for certain, `info`
only tells); and its words, in English and Armenian.
"""


def page() -> str:
    """The whole page."""
    armenian = read_catalog(ROOT / "locales", "hy", ["formgen"])
    lines = [HEAD]
    for title, kinds in PARTS.items():
        lines.append(f"## {title}\n\n| code | severity | words |\n| --- | --- | --- |")
        for code, kind in kinds.items():
            said = (text.replace("\n", " ").replace("|", "\\|") for text in (kind.text.text, armenian.text(kind.text)))
            lines.append(f"| `{code}` | {kind.severity} | {'<br>'.join(said)} |")
        lines.append("")
    assert sum(map(len, PARTS.values())) == len(KINDS)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "findings.md").write_text(page(), encoding="utf-8", newline="\n")
