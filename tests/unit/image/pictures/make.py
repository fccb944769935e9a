"""make.py: writes the test pictures beside it, with Python's own zlib (no code of boardpaper).

Every PNG is 5 by 3 pixels so that rows do not end on byte limits; pixel (x, y) has red 50x, green
80y, blue 255 - 50x, in the closest that its kind can say. The JPEGs are Ghostscript's.
"""

import pathlib
import struct
import subprocess
import zlib

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 5, 3


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


def colour(x, y):
    return 50 * x, 80 * y, 255 - 50 * x


def alpha(x, y):
    return 255 - 60 * x


def pack(samples, bits):
    if bits == 8:
        return bytes(samples)
    if bits == 16:
        return b"".join(struct.pack(">H", s * 257) for s in samples)
    out, held, count = [], 0, 0
    for sample in samples:
        held, count = held << bits | sample, count + bits
        if count == 8:
            out.append(held)
            held, count = 0, 0
    if count:
        out.append(held << (8 - count))
    return bytes(out)


def filtered(rows, step, first):
    """Each row with a filter of its own, 0 to 4 in turn from first on."""
    out, before = b"", None
    for number, row in enumerate(rows, first):
        kind = number % 5
        above = before or bytes(len(row))
        line = []
        for i, byte in enumerate(row):
            left = row[i - step] if i >= step else 0
            up = above[i]
            corner = above[i - step] if i >= step else 0
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                       (abs(guess - corner), 2, corner))[2]
            line.append((byte - (0, left, up, (left + up) // 2, near)[kind]) & 255)
        out += bytes([kind]) + bytes(line)
        before = row
    return out


def passes(interlaced):
    if not interlaced:
        return [(0, 0, 1, 1)]
    return [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
            (0, 1, 1, 2)]


def png(name, kind, bits, pixel, *, interlaced=False, extra=(), parts=1):
    components = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    data = b""
    for number, (x0, y0, dx, dy) in enumerate(passes(interlaced)):
        rows = []
        for y in range(y0, HEIGHT, dy):
            samples = [s for x in range(x0, WIDTH, dx) for s in pixel(x, y)]
            if samples:
                rows.append(pack(samples, bits))
        if rows:
            data += filtered(rows, max(1, components * bits // 8), number + (2 if kind == 4 else 0))
    packed = zlib.compress(data)
    cut = max(1, len(packed) // parts)
    pieces = [packed[i:i + cut] for i in range(0, len(packed), cut)]
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, bits, kind, 0, 0, int(interlaced))
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    whole += b"".join(chunk(k, d) for k, d in extra)
    whole += b"".join(chunk(b"IDAT", piece) for piece in pieces)
    whole += chunk(b"IEND", b"")
    (HERE / name).write_bytes(whole)
    return whole


def grey(x, y):
    return (50 * x + 20 * y,)


entries = bytes(v for i in range(15) for v in colour(i % 5, i // 5))
clear = bytes(alpha(i % 5, i // 5) for i in range(5))
phys = (b"pHYs", struct.pack(">IIB", 11811, 11811, 1))

whole = png("rgb8.png", 2, 8, colour, extra=[phys])
png("rgb8-parts.png", 2, 8, colour, parts=4)
png("rgb8-interlaced.png", 2, 8, colour, interlaced=True)
png("rgb16.png", 2, 16, colour)
png("rgb8-key.png", 2, 8, colour, extra=[(b"tRNS", struct.pack(">HHH", *colour(1, 1)))])
png("grey8.png", 0, 8, grey)
png("grey1.png", 0, 1, lambda x, y: ((x + y) % 2,))
png("grey1-interlaced.png", 0, 1, lambda x, y: ((x + y) % 2,), interlaced=True)
png("palette4.png", 3, 4, lambda x, y: (x + 5 * y,), extra=[(b"PLTE", entries)])
png("palette4-clear.png", 3, 4, lambda x, y: (x + 5 * y,),
    extra=[(b"PLTE", entries), (b"tRNS", clear)])
png("rgba8.png", 6, 8, lambda x, y: (*colour(x, y), alpha(x, y)))
png("rgba16-interlaced.png", 6, 16, lambda x, y: (*colour(x, y), alpha(x, y)), interlaced=True)
png("grey-alpha8.png", 4, 8, lambda x, y: (*grey(x, y), alpha(x, y)))

# Damaged ones.
(HERE / "bad-checksum.png").write_bytes(whole[:50] + bytes([whole[50] ^ 1]) + whole[51:])
(HERE / "bad-cut.png").write_bytes(whole[:-20])
large = struct.pack(">IIBBBBB", 5001, 5000, 8, 2, 0, 0, 0)
(HERE / "bad-large.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", large))
depth = struct.pack(">IIBBBBB", 5, 3, 4, 2, 0, 0, 0)
(HERE / "bad-depth.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", depth))
header = struct.pack(">IIBBBBB", 5, 3, 8, 2, 0, 0, 0)
(HERE / "bad-stream.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 20))
    + chunk(b"IEND", b""))
(HERE / "bad-no-palette.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 3, 8, 3, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0" * 18)) + chunk(b"IEND", b""))


def jpeg(name, device, paint):
    subprocess.run(["gs", "-q", "-dNOPAUSE", "-dBATCH", f"-sDEVICE={device}", "-g16x8", "-r72",
                    f"-sOutputFile={HERE / name}", "-c", f"{paint} 0 0 16 8 rectfill showpage"],
                   check=True)


def without_profile(name):
    """Drops the colour profiles (APP2), which only make the file large."""
    data = (HERE / name).read_bytes()
    out, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2:at + 4], "big")
        out += b"" if data[at + 1] == 0xE2 else data[at:end]
        at = end
    (HERE / name).write_bytes(out + data[at:])


jpeg("rgb.jpg", "jpeg", "0 0 1 setrgbcolor")
jpeg("grey.jpg", "jpeggray", ".5 setgray")
jpeg("cmyk.jpg", "jpegcmyk", "1 0 0 0 setcmykcolor")
for photo in ("rgb.jpg", "grey.jpg", "cmyk.jpg"):
    without_profile(photo)
photo = (HERE / "rgb.jpg").read_bytes()
(HERE / "bad-cut.jpg").write_bytes(photo[:-8])
