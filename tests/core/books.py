"""XLSX files for the tests of tables."""

import io
import zipfile

import openpyxl

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def book(*rows, title="Feuille", others=()):
    """Write rows into a worksheet, and other worksheets of one cell after it; give the file's bytes."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name in others:
        workbook.create_sheet(name)["A1"] = "note"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def vast_book():
    """Write a book of 1.4 kB whose only sheet lies elsewhere than any spreadsheet puts it, and asks for 549 GB."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = '<Relationship Id="r1" Type="' + OFFICE + '/{}" Target="{}"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/elsewhere/s.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": relations.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.format("worksheet", "/elsewhere/s.xml"),
        "elsewhere/s.xml": f'<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()
