"""Records of the store -> files for other programs, and beside them a description of what is in them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from formgen.message import Message
from formgen.pipeline.exporting.orders import ENDING_OF, ENDINGS, Exported, ExportFormat, Order
from formgen.pipeline.exporting.parts import Parts
from formgen.pipeline.exporting.sinks import SINKS, Sink
from formgen.pipeline.making import NotWritableError
from formgen.pipeline.project import Project
from formgen.pipeline.registry import rejudging
from formgen.report.export.columns import Entry, left_out
from formgen.store import records
from formgen.store.kept import KeptRecord, State
from formgen.store.opening import Store

__all__ = ["ENDINGS", "ExportFormat", "Exported", "Order", "export"]


def export(project: Project, store: Store, out: Path, order: Order) -> Exported:
    """Write the records of a query into files; every file whole, or none. `out` is a folder, or names the first file.

    The records are read one after the other from one state of the store, however many there are. Files are for their
    owner alone, as the store is. Raises NotWritableError, TooManyRowsError.
    """
    made = Exported()
    named = out.suffix.lower() in ENDING_OF.values()
    folder, stem = (out.parent, out.stem) if named else (out, None)
    try:
        with ExitStack() as stack:
            folder.mkdir(parents=True, exist_ok=True)
            parts = stack.enter_context(Parts(folder))
            sink = SINKS[order.format](project, order, parts, stem)
            stack.callback(sink.close)
            with store.read() as connection:
                for kept in records.find(connection, order.query):
                    _add(project, order, kept, sink, made)
            sink.finish(made)
            made.paths = parts.keep()
    except OSError as error:
        values = {"path": out, "reason": error.strerror or error}
        raise NotWritableError(Message("error.not-writable", "{path} cannot be written: {reason}.", values)) from error
    return made


def _add(project: Project, order: Order, kept: KeptRecord, sink: Sink, made: Exported) -> None:
    name = kept.stamp.form
    if kept.status is State.FORGOTTEN:
        return
    if name not in project.definition_paths:
        made.unknown += 1
        return
    form = project.definition(name)
    made.counts[name] = made.counts.get(name, 0) + 1
    made.left_out.setdefault(name, left_out(form, order.wanted))
    sink.add(form, _entry(project, kept))


def _entry(project: Project, kept: KeptRecord) -> Entry:
    revision = kept.revision
    is_open = [each for each in revision.findings if (each.code, each.field) not in kept.settled]
    return Entry(
        number=str(kept.incoming),
        stamp=kept.stamp,
        status=kept.status,
        received=kept.received,
        revision=revision.number,
        findings=sum(each.severity != "info" for each in is_open),
        record=rejudging.typed(project, kept.stamp, revision),
        computed=revision.computed,
    )
