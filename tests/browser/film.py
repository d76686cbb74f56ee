"""A film for Chromium's pretended camera: one still picture of a QR code, as uncompressed YUV4MPEG2.

The format is a line of text, then for each frame the word FRAME and the planes of Y, U and V
(https://wiki.multimedia.cx/index.php/YUV4MPEG2), so nothing has to be installed to write it.
"""

from pathlib import Path

import segno

SIDE = 640  # pixels; even, because colour is stored for squares of two by two
_FRAMES = 20
_GREY, _WHITE, _BLACK = 136, 235, 16
_NO_COLOUR = 128


def write_film(path: Path, code: str) -> None:
    """A phone held before the camera: the code, black on white, in the middle of a grey picture."""
    colour = bytes([_NO_COLOUR]) * (SIDE // 2) ** 2
    frame = b"FRAME\n" + _picture(code) + colour + colour
    header = f"YUV4MPEG2 W{SIDE} H{SIDE} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + frame * _FRAMES)


def _picture(code: str) -> bytes:
    """The brightness of every pixel, row by row."""
    modules = [bytes(_BLACK if dark else _WHITE for dark in row) for row in segno.make(code, error="m").matrix]
    quiet = 4  # modules of white that the standard asks for around a code
    scale = SIDE * 4 // 5 // (len(modules) + 2 * quiet)
    blank, white = bytes([_GREY]), bytes([_WHITE])
    card = [white * (len(modules) + 2 * quiet)] * quiet
    card += [white * quiet + row + white * quiet for row in modules]
    card += card[:quiet]
    margin = (SIDE - len(card) * scale) // 2
    rows = [blank * SIDE] * margin
    for line in card:
        wide = b"".join(bytes([value]) * scale for value in line)
        rows += [(blank * margin + wide).ljust(SIDE, blank)] * scale
    rows += [blank * SIDE] * (SIDE - len(rows))
    return b"".join(rows)
