"""Machine-readable codes as SVG, and numbers grouped for the eye.

Code 128 for hand scanners, DataMatrix for cameras and page scans (contract.md §5), QR for addresses and parcels.
"""

import zxingcpp

from massicot.core import codes
from massicot.documents.french import NO_BREAK_SPACE

BAR_MM = 0.35
"""Width of the narrowest bar of a Code 128."""

BAR_HEIGHT_MM = 10.0
CODE_128_MODULES = 101
"""An anonymity number in Code 128: eight digits by pairs, a change of set, one letter."""

CELL_MM = 0.8
"""Side of one DataMatrix cell; cameras want at least 0.5 mm."""

DATA_MATRIX_MODULES = 12
GAP_MM = 6.0
"""White between the two codes: more than the ten bars of quiet zone that Code 128 asks for."""

CODE_128_WIDTH_MM = CODE_128_MODULES * BAR_MM
DATA_MATRIX_SIDE_MM = DATA_MATRIX_MODULES * CELL_MM
NUMBER_CODES_WIDTH_MM = CODE_128_WIDTH_MM + GAP_MM + DATA_MATRIX_SIDE_MM

SHEET_BAR_MM, SHEET_GAP_MM, SHEET_CELL_MM = 0.36, 3.6, 0.6
"""An extra sheet has two signs more: its label holds them with a smaller DataMatrix, nearer to the bars."""

SHEET_CODE_128_MODULES, SHEET_DATA_MATRIX_MODULES = 123, 14
SHEET_CODES_WIDTH_MM = SHEET_CODE_128_MODULES * SHEET_BAR_MM + SHEET_GAP_MM + SHEET_DATA_MATRIX_MODULES * SHEET_CELL_MM


def group_number(number: str) -> str:
    """Group an anonymity number for reading: 1234 5678 K."""
    return NO_BREAK_SPACE.join((number[:4], number[4:8], number[8:]))


def number_codes(number: str) -> str:
    """Draw the Code 128 and the DataMatrix of an anonymity number side by side, in millimetres; refuse other texts."""
    if not codes.is_number(number):
        raise ValueError(f"not an anonymity number: {number}")
    return _side_by_side(number, bar=BAR_MM, cell=CELL_MM, width=NUMBER_CODES_WIDTH_MM)


def sheet_codes(sheet: codes.ExtraSheet) -> str:
    """Draw the two codes of an extra sheet side by side, in millimetres; refuse other texts."""
    if codes.extra_sheet(sheet.code) != sheet:
        raise ValueError(f"not an extra sheet: {sheet.code}")
    return _side_by_side(sheet.code, bar=SHEET_BAR_MM, cell=SHEET_CELL_MM, width=SHEET_CODES_WIDTH_MM)


def matrix_code(text: str) -> str:
    """Draw a DataMatrix as SVG, square or oblong by its length, without its quiet zone: a module of white."""
    path, width, height = _shape(text, zxingcpp.BarcodeFormat.DataMatrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'


def code_128(text: str) -> str:
    """Draw a Code 128 as SVG, without its quiet zone: the template leaves ten modules of white on either side."""
    path, width, height = _shape(text, zxingcpp.BarcodeFormat.Code128)
    # Stretched to the height that the template gives it: a module is as wide as the code is over its modules.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
        f'<path d="{path}"/></svg>'
    )


def qr_code(text: str) -> str:
    """Draw a QR code as SVG, without its quiet zone: the template leaves four modules of white around it."""
    path, side, _ = _shape(text, zxingcpp.BarcodeFormat.QRCode)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def _side_by_side(text: str, *, bar: float, cell: float, width: float) -> str:
    """Draw a Code 128 at the left and a DataMatrix at the right of a width."""
    bars, _, height = _shape(text, zxingcpp.BarcodeFormat.Code128)
    cells, modules, _ = _shape(text, zxingcpp.BarcodeFormat.DataMatrix)
    left = width - modules * cell
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {BAR_HEIGHT_MM:g}">'
        f'<path transform="scale({bar:g} {BAR_HEIGHT_MM / height:g})" d="{bars}"/>'
        f'<path transform="translate({left:g} 0) scale({cell:g})" d="{cells}"/></svg>'
    )


def _shape(text: str, form: zxingcpp.BarcodeFormat) -> tuple[str, int, int]:
    """Draw a code in whole modules: the path of its dark part, its width, its height."""
    svg = zxingcpp.create_barcode(text, form).to_svg(add_quiet_zones=False)
    width, height = (int(svg.partition(f'{side}="')[2].partition('"')[0]) for side in ("width", "height"))
    return svg.partition('<path d="')[2].partition('"')[0], width, height
