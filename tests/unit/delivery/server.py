"""server.py FOLDER: an SMTP server on loopback that goes wrong where it is told to.

Listens in three ways and prints the ports in one line: plain, STARTTLS with AUTH, TLS from the
start (the latter two only where FOLDER has server.pem and server.key, else 0). The user is "board",
the password "open sesame".

A fault is PHASE-WHAT, taken from the recipient's local part up to a +, or, for the phases that come
before one is known, from the file FOLDER/fault. Phases: greeting ehlo mail rcpt data body dot.
What: a reply code, drop, stall, slow, nonsense; greylist refuses each recipient once; dot-lost takes
the message and drops the answer.

Each message taken is a line "taken RECIPIENT MESSAGE-ID LENGTH SHA256" in FOLDER/log, synced before
the reply can go out: what stands there was delivered. Each recipient named is a line "rcpt". Where
FOLDER/keep is a folder, the messages themselves are left there.
"""
import asyncio
import email
import hashlib
import logging
import os
import pathlib
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER = pathlib.Path(sys.argv[1])
LOG = os.open(FOLDER / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
logging.disable(logging.CRITICAL)


SEEN = set()  # recipients that were greylisted


def log(line):
    os.write(LOG, f"{line}\n".encode())
    os.fsync(LOG)


def fault_at(phase, recipients=()):
    words = [address.split("@")[0].split("+")[0] for address in recipients]
    if (FOLDER / "fault").exists():
        words.append((FOLDER / "fault").read_text().strip())
    for word in words:
        if word.startswith(phase + "-"):
            return word[len(phase) + 1:]
    return None


class Handler:
    async def handle_DATA(self, server, session, envelope):
        fault = fault_at("dot", envelope.rcpt_tos)
        if fault and fault.isdigit():
            return f"{fault} refused at the dot"
        if fault == "drop":
            server.transport.abort()
            return "250 into the void"
        if fault in ("stall", "slow"):
            await asyncio.sleep(8 if fault == "stall" else 0.3)
        if fault == "nonsense":
            return "what was that?"
        content = envelope.original_content
        identity = email.message_from_bytes(content)["Message-ID"]
        digest = hashlib.sha256(content).hexdigest()
        if (FOLDER / "keep").is_dir():
            (FOLDER / "keep" / f"{digest}.eml").write_bytes(content)
        log(f"taken {' '.join(envelope.rcpt_tos)} {identity} {len(content)} {digest}")
        if fault == "lost":
            server.transport.abort()
        return "250 taken"


class Server(SMTP):
    async def goes_wrong(self, phase, recipients=()):
        fault = fault_at(phase, recipients)
        if fault is None:
            return False
        if fault == "drop":
            self.transport.abort()
        elif fault == "stall":
            await asyncio.sleep(8)
        elif fault == "slow":
            await asyncio.sleep(0.3)
            return False
        elif fault == "nonsense":
            await self.push("what was that?")
        elif fault == "greylist":
            if recipients[0] in SEEN:
                return False
            SEEN.add(recipients[0])
            await self.push("450 4.7.1 greylisted, come again")
        else:
            await self.push(f"{fault}-refused at {phase}\r\n{fault} for the test")
        return True

    async def _handle_client(self):
        if not await self.goes_wrong("greeting"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        if not await self.goes_wrong("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg):
        if not await self.goes_wrong("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        recipient = re.sub(r"^TO:\s*<(.*)>.*$", r"\1", arg)
        log(f"rcpt {recipient}")
        if not await self.goes_wrong("rcpt", [recipient]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        recipients = self.envelope.rcpt_tos
        if await self.goes_wrong("data", recipients):
            return
        if fault_at("body", recipients) is not None:
            await self.push("354 go on")
            await self._reader.read(1000)
            if await self.goes_wrong("body", recipients):
                self.transport.abort()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"board" and data.password == b"open sesame"
    return AuthResult(success=right, handled=False)


async def serve():
    loop = asyncio.get_running_loop()
    # The name is given: else each connection asks the name server for this machine's, and one that
    # is slow or silent stalls the server for longer than the tests wait for an answer.
    options_of_all = {"hostname": "localhost", "data_size_limit": 1 << 26, "timeout": 60}
    ports = []

    async def listen(tls, **options):
        server = await loop.create_server(
            lambda: Server(Handler(), **options_of_all, **options), "127.0.0.1", 0, ssl=tls)
        ports.append(server.sockets[0].getsockname()[1])

    await listen(None)
    if (FOLDER / "server.pem").exists():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")
        await listen(None, tls_context=context, require_starttls=True, authenticator=authenticate,
                     auth_required=True)
        await listen(context)
    print(*(ports + [0, 0])[:3], flush=True)
    await asyncio.Event().wait()


asyncio.run(serve())
