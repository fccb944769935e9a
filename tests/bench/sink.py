"""sink.py: an SMTP server on loopback that takes everything and keeps nothing, quick enough not to be
what is measured. Prints its port."""
import socketserver


class Sink(socketserver.StreamRequestHandler):
    def handle(self):
        say = self.request.sendall
        say(b"220 sink\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                say(b"354 go on\r\n")
                end = b""
                while not end.endswith(b"\r\n.\r\n"):
                    end = end[-8:] + self.request_bytes()
                say(b"250 taken\r\n")
            elif word == b"QUIT":
                say(b"221 bye\r\n")
                return
            else:
                say(b"250 fine\r\n")

    def request_bytes(self):
        data = self.rfile.read1(1 << 20)
        if not data:
            raise ConnectionError
        return data


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


with Server(("127.0.0.1", 0), Sink) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
