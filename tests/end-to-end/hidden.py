"""Looks for words in every byte of a PDF, its streams decompressed, and in what is read of it.

usage: hidden.py PAPER.pdf WORDS

Of the PDF that qpdf writes without compression it takes the bytes themselves (XMP, embedded files,
names), every string in parentheses or hexadecimal digits as bytes and as UTF-16BE (bookmarks,
alternative texts, ActualText, the information dictionary), and of pdftotext and pdfinfo the words
of the pages and of the structure. A word is looked for in capital and small letters alike, and
with all white space taken out, for a line may break in it. A number is looked for as it stands and
as a whole: among places, lengths and offsets put together any digits turn up. Prints the words that
it finds.
"""

import re
import subprocess
import sys


def output(*words):
    return subprocess.run(words, check=True, capture_output=True).stdout


def parenthesised(data):
    """Strings in parentheses, with what backslashes mean."""
    for found in re.finditer(rb"\(((?:[^()\\]|\\.)*)\)", data, re.S):
        text = re.sub(rb"\\([0-7]{1,3})", lambda octal: bytes([int(octal[1], 8) & 255]), found[1])
        yield re.sub(rb"\\(.)", rb"\1", text, flags=re.S)


def hexadecimal(data):
    for found in re.finditer(rb"<([0-9A-Fa-f\s]+)>", data):
        digits = re.sub(rb"\s", b"", found[1])
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def texts(path):
    data = output("qpdf", "--qdf", "--object-streams=disable", path, "-")
    yield data.decode("latin-1")
    yield data.decode("utf-8", "replace")
    for string in [*parenthesised(data), *hexadecimal(data)]:
        yield string.decode("latin-1")
        yield string.decode("utf-8", "replace")
        yield string.decode("utf-16-be", "ignore")
        yield string[1:].decode("utf-16-be", "ignore")
    yield output("pdftotext", "-raw", path, "-").decode()
    yield output("pdftotext", "-layout", path, "-").decode()
    yield output("pdfinfo", "-struct-text", path).decode("utf-8", "replace")


def closed(text):
    return re.sub(r"[\s\u00a0\u00ad\u2010-\u2012-]", "", text).lower()


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        words = [line.strip() for line in file if line.strip()]
    found = list(texts(sys.argv[1]))
    everything = "\n".join(closed(text) for text in found)
    for word in words:
        if re.fullmatch(r"[\d,]+", word):
            number = re.compile(rf"(?<![\d.,]){word}(?!\d)")
            told = any(word in text and number.search(text) for text in found)
        else:
            told = closed(word) in everything
        if told:
            print(word)


main()
