"""server.py PORT MODE: an HTTP/1.1 server that answers every request with 64 bytes, and has one habit.

close=N   announces on each N-th response of a connection that it closes it, and does
cut=N     closes the connection in place of each N-th response
404       answers with that status
never     does not answer
noisy     writes to its log as fast as it can
dies=N    exits with code 3 after N requests
"""
import os
import socket
import sys
import threading

port, (habit, _, number) = int(sys.argv[1]), sys.argv[2].partition("=")
each = int(number or 0)
total = 0


def answer(status, body, more=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n{body}".encode()


def serve(peer):
    global total
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    received, count = b"", 0
    try:
        while True:
            while b"\r\n\r\n" not in received:
                part = peer.recv(65536)
                if not part:
                    return
                received += part
            head, received = received.split(b"\r\n\r\n", 1)
            length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
            while len(received) < length:
                received += peer.recv(65536)
            received, count, total = received[length:], count + 1, total + 1
            last = each > 0 and count % each == 0
            if habit == "dies" and total > each:
                print("no more of this", file=sys.stderr, flush=True)
                os._exit(3)
            if habit == "cut" and last:
                return
            if habit == "404":
                peer.sendall(answer("404 Not Found", "no such thing"))
            elif habit != "never":
                peer.sendall(answer("200 OK", "a" * 64, "Connection: close\r\n" if habit == "close" and last else ""))
                if habit == "close" and last:
                    return
    except OSError:
        pass
    finally:
        peer.close()


def shout():
    while True:
        sys.stdout.write("x" * 1000 + "\n")


listener = socket.create_server(("127.0.0.1", port))
if habit == "noisy":
    threading.Thread(target=shout, daemon=True).start()
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
