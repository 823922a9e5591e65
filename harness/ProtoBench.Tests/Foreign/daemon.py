"""daemon.py PORT HOW: goes away from whoever started it, in a way of its own, and accepts connections.

fork      forks twice with a session of its own between, as daemon(3) does
stubborn  the same, and ignores SIGTERM and SIGHUP
many      the same, with a child that forks children of its own again and again
"""
import os
import signal
import socket
import sys
import time

port, how = int(sys.argv[1]), sys.argv[2]
if os.fork() > 0:
    os._exit(0)
os.setsid()
if os.fork() > 0:
    os._exit(0)
if how == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
if how == "many" and os.fork() == 0:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        time.sleep(0.05)
    os._exit(0)
listener = socket.create_server(("127.0.0.1", port))
while True:
    peer = listener.accept()[0]
    peer.close()
