"""A server of RFC 862 that shares no code with ProtoBench: Python's sockets.

tcp | tls CERT KEY [ALPN] | udp | unix PATH | half | wrong      prints its port, ends when stdin does

half sends back one message and closes; wrong changes the last byte. udp answers a datagram with 'drop' behind its eighth byte with nothing,
and one of at least nine bytes whose last is 2 twice.
"""
import socket
import socketserver
import ssl
import sys
import threading

kind, arguments = sys.argv[1], sys.argv[2:]
context = None
if kind == "tls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments[0], arguments[1])
    if arguments[2:]:
        context.set_alpn_protocols(arguments[2:])


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        connection = self.request
        try:
            if context:
                connection = context.wrap_socket(connection, server_side=True)
            while True:
                data = connection.recv(65536)
                if not data:
                    return
                if kind == "wrong":
                    data = data[:-1] + bytes([data[-1] ^ 1])
                connection.sendall(data)
                if kind == "half":
                    return
        except OSError:
            pass


class Datagrams(socketserver.BaseRequestHandler):
    def handle(self):
        data, answering = self.request
        if b"drop" in data[8:]:
            return
        for _ in range(2 if len(data) > 8 and data[-1] == 2 else 1):
            answering.sendto(data, self.client_address)


class Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class Udp(socketserver.ThreadingUDPServer):
    max_packet_size = 65536


class Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


if kind == "udp":
    server = Udp(("127.0.0.1", 0), Datagrams)
elif kind == "unix":
    server = Unix(arguments[0], Echo)
else:
    server = Tcp(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1] if kind != "unix" else 0, flush=True)
sys.stdin.read()
