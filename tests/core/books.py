"""XLSX files for the tests of tables."""

import io

import openpyxl


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
