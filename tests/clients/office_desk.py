"""A desk in LibreOffice: opens documents, types into them as a person does, saves and prints them.

Run by a Python that has `uno`. Arguments: soffice, a folder for a new profile. Reads one JSON request a line from
standard input and answers with a line of JSON (`{}` or `{"error"}`) and a line `end`.
"""

# UNO's own signatures; whatever goes wrong is the answer, and answers are printed.
# ruff: noqa: BLE001, FBT003, T201

import contextlib
import json
import pathlib
import subprocess
import sys
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue

PATIENCE = 90
FILTERS = {
    ("docx", "docx"): "MS Word 2007 XML",
    ("docx", "odt"): "writer8",
    ("odt", "docx"): "MS Word 2007 XML",
    ("odt", "odt"): "writer8",
    ("xlsx", "xlsx"): "Calc MS Excel 2007 XML",
    ("xlsx", "ods"): "calc8",
    ("ods", "xlsx"): "Calc MS Excel 2007 XML",
    ("ods", "ods"): "calc8",
    ("docx", "pdf"): "writer_pdf_Export",
    ("xlsx", "pdf"): "calc_pdf_Export",
}


def start(soffice, profile):
    """Start LibreOffice with a profile of its own; returns the process and its component context."""
    pipe = "formgen" + pathlib.Path(profile).resolve().as_posix().replace("/", "").replace(":", "")[-60:]
    process = subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation={pathlib.Path(profile).resolve().as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > deadline or process.poll() is not None:
                process.kill()
                raise
            time.sleep(0.3)


def properties(**named):
    """Property values as UNO takes them."""
    made = []
    for name, value in named.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


class Desk:
    """The running office."""

    def __init__(self, context):
        services = context.ServiceManager
        self.desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def open(self, path):
        """Open a document in a window that nobody sees."""
        url = pathlib.Path(path).resolve().as_uri()
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True))
        if document is None:
            raise ValueError(f"LibreOffice cannot open {path}")
        return document

    def save(self, document, source, out):
        """Save a copy in the format of its name."""
        name = FILTERS[(source.rpartition(".")[2], out.rpartition(".")[2])]
        document.storeToURL(pathlib.Path(out).resolve().as_uri(), properties(FilterName=name))

    def do(self, document, command, **arguments):
        """Run a command of the menus or the keyboard."""
        self.dispatcher.executeDispatch(
            document.CurrentController.Frame, f".uno:{command}", "", 0, properties(**arguments)
        )

    # --- Calc

    def fill_xlsx(self, document, entries):
        """Select each named cell and type into it."""
        names = document.NamedRanges
        for entry in entries:
            if not names.hasByName(entry["name"]):
                raise ValueError(f"no cell is named {entry['name']}")
            area = names.getByName(entry["name"]).getReferredCells()
            cell = area.getCellByPosition(0, 0)
            if document.CurrentController.ActiveSheet.Name != cell.Spreadsheet.Name:
                document.CurrentController.setActiveSheet(cell.Spreadsheet)
            # By the name box: LibreOffice 7.4 without a screen crashes where cells are selected through the controller.
            self.do(document, "GoToCell", ToPoint=cell.AbsoluteName.rpartition(".")[2])
            if "\n" in entry["text"]:
                # Typed with Ctrl+Enter; the command for typing a cell takes one line only.
                cell.setString(entry["text"])
            elif entry["warned"]:
                # Typed, and the box that comes up answered so that it stays; one nobody answers ends LibreOffice 7.4.
                cell.FormulaLocal = entry["text"]
            else:
                self.do(document, "EnterString", StringName=entry["text"])
            if not cell.getString():
                raise ValueError(f"{entry['name']}: nothing was accepted")

    # --- Writer

    def fill_docx(self, document, entries):
        """Go to the cell of each answer and type, tick or choose."""
        tables = tables_of(document)
        for entry in entries:
            table, row, column = entry["place"]
            name = f"{column_name(column)}{row + 1}"
            cell = tables[table].getCellByName(name)
            if cell is None:
                raise ValueError(f"{entry['key']}: no cell {name} in table {table}")
            getattr(self, f"put_{entry['how']}")(document, cell, entry)

    def put_text(self, document, cell, entry):
        """Select what stands in the cell and type over it."""
        cursor = document.CurrentController.ViewCursor
        cursor.gotoRange(cell.getStart(), False)
        cursor.gotoRange(cell.getEnd(), True)
        for number, line in enumerate(entry["text"].split("\n")):
            if number:
                self.do(document, "InsertPara")
            self.do(document, "InsertText", Text=line)

    def put_tick(self, _document, cell, entry):
        """Set the check box, and its glyph as a click does."""
        control = control_in(cell)
        control.Checked = True
        inside(control, entry["text"])

    def put_choice(self, _document, cell, entry):
        """Choose the words from the list."""
        control = control_in(cell)
        words = [{each.Name: each.Value for each in item} for item in control.ListItems]
        if entry["text"] not in [item.get("DisplayText") or item.get("Value") for item in words]:
            raise ValueError(f"{entry['key']}: {entry['text']!r} is not among {words}")
        control.ShowingPlaceHolder = False
        inside(control, entry["text"])

    def put_date(self, _document, cell, entry):
        """Pick a day in the calendar."""
        control = control_in(cell)
        control.ShowingPlaceHolder = False
        control.CurrentDate = entry["iso"] + "T00:00:00Z"
        inside(control, entry["text"])


def inside(control, text):
    """Write the words a content control shows in the place of those that stand there."""
    portions = control.createEnumeration()
    shown = []
    while portions.hasMoreElements():
        portion = portions.nextElement()
        if portion.TextPortionType == "Text":
            shown.append(portion)
    for portion in shown[1:]:
        portion.setString("")
    shown[0].setString(text)


def control_in(cell):
    """The one content control of a cell."""
    found = []
    paragraphs = cell.createEnumeration()
    while paragraphs.hasMoreElements():
        portions = paragraphs.nextElement().createEnumeration()
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "ContentControl":
                found.append(portion.ContentControl)
    if not found:
        raise ValueError("no content control in the cell")
    return found[-1]


def tables_of(document):
    """The tables of a document in its order."""
    found = []
    parts = document.Text.createEnumeration()
    while parts.hasMoreElements():
        part = parts.nextElement()
        if part.supportsService("com.sun.star.text.TextTable"):
            found.append(part)
    return found


def column_name(number):
    """A column from 0 as Writer names it: A to Z, a to z, then AA."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    if number < len(letters):
        return letters[number]
    return letters[number // len(letters) - 1] + letters[number % len(letters)]


def serve(desk):
    """Answer requests until the input ends."""
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        document = None
        try:
            document = desk.open(request["source"])
            if request["entries"] is not None:
                kind = request["source"].rpartition(".")[2]
                getattr(desk, f"fill_{kind}")(document, request["entries"])
            desk.save(document, request["source"], request["out"])
        except Exception:
            answer["error"] = traceback.format_exc()[-3000:]
        finally:
            if document is not None:
                with contextlib.suppress(Exception):
                    document.close(True)
        if "DisposedException" in answer.get("error", "") or "bridge disposed" in answer.get("error", ""):
            # The office died; so does the desk, and whoever asked starts another.
            sys.exit(answer["error"])
        print(json.dumps(answer), flush=True)
        print("end", flush=True)


def main():
    """Start the office, serve, end the office."""
    process, context = start(*sys.argv[1:3])
    desk = Desk(context)
    try:
        serve(desk)
    finally:
        with contextlib.suppress(Exception):
            desk.desktop.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    main()
