"""read_mails.py FOLDER: each N.eml there, read by Python's email package, says what N.json says.

The judge is a parser that knows nothing of ours: headers decoded, addresses taken apart, parts
found by their boundaries, transfer encodings undone. It also keeps no defect in silence.
"""
import email
import email.policy
import json
import pathlib
import re
import sys
from datetime import datetime, timezone
from email.header import decode_header, make_header
from email.utils import parseaddr

READING = email.policy.default.clone(refold_source="none")
WRONG = []


def expect(name, what, seen, wanted):
    if seen != wanted:
        WRONG.append(f"{name}: {what} is {seen!r}, not {wanted!r}")


def text_of(part):
    return part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")


def check_bytes(name, data):
    for line in data.split(b"\r\n"):
        if b"\r" in line or b"\n" in line or len(line) > 76:
            WRONG.append(f"{name}: a line is broken or long: {line!r}")
    if not data.isascii() or not data.endswith(b"\r\n"):
        WRONG.append(f"{name}: not ASCII, or its end is missing")


def check_mailbox(name, what, header, raw, address, display_name):
    """The name is taken from the raw header by the older functions: in the newer ones adjacent
    encoded words of a name come out with a space between them, which RFC 2047, 6.2, forbids."""
    expect(name, f"count of {what}", len(header.addresses), 1)
    expect(name, what, header.addresses[0].addr_spec, address)
    seen, seen_address = parseaddr(re.sub(r"\r?\n(?=[ \t])", "", raw))
    expect(name, what, seen_address, address)
    expect(name, f"name of {what}", str(make_header(decode_header(seen))), display_name)


def check_parts(name, message, wanted):
    parts = [part for part in message.walk() if not part.is_multipart()]
    kinds = [part.get_content_type() for part in parts]
    expected = ["text/plain"]
    expected += ["text/html"] if wanted["html"] is not None else []
    expected += ["application/pdf"] if wanted["file_name"] is not None else []
    expect(name, "parts", kinds, expected)
    for kind, part in zip(kinds, parts):
        if kind == "application/pdf":
            expect(name, "file name", part.get_filename(), wanted["file_name"])
            expect(name, "disposition", part.get_content_disposition(), "attachment")
            expect(name, "file", part.get_payload(decode=True).hex(), wanted["file"])
        else:
            expect(name, kind, text_of(part), wanted["text" if kind == "text/plain" else "html"])
    for part in message.walk():
        expect(name, "defects", part.defects, [])
        for header in part.values():
            expect(name, f"defects of {header!r}", list(header.defects), [])


def check(name, data, wanted):
    check_bytes(name, data)
    message = email.message_from_bytes(data, policy=READING)
    raw = email.message_from_bytes(data)
    for what in ("From", "To"):
        key = what.lower()
        check_mailbox(name, what, message[what], raw[what], wanted[key], wanted[f"{key}_name"])
    expect(name, "Subject", str(message["Subject"]), wanted["subject"])
    expect(name, "Message-ID", str(message["Message-ID"]), f"<{wanted['message_id']}>")
    expect(name, "Auto-Submitted", str(message["Auto-Submitted"]), "auto-generated")
    date = datetime.fromtimestamp(wanted["date"], timezone.utc)
    expect(name, "Date", message["Date"].datetime, date)
    expect(name, "Bcc and Cc", (message["Bcc"], message["Cc"]), (None, None))
    check_parts(name, message, wanted)


mails = sorted(pathlib.Path(sys.argv[1]).glob("*.eml"))
for mail in mails:
    check(mail.name, mail.read_bytes(), json.loads(mail.with_suffix(".json").read_text("utf-8")))
print("\n".join(WRONG[:20]), end="")
print(f"{len(mails)} mails read")
sys.exit(1 if WRONG or not mails else 0)
