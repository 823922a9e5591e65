"""Reads a histogram's text with nothing but Python's own base64, zlib and struct, after HdrHistogram's description of its V2 encoding.

{"text": text}  ->  {"count": sum of all counts, "counts": [[index, count], ...] of those above zero}

zlib.decompress checks the Adler-32 sum at the end and fails when anything is cut off or left over.
"""
import base64
import json
import struct
import sys
import zlib


def zigzag(payload):
    at = 0
    while at < len(payload):
        value = shift = 0
        while True:
            byte = payload[at]
            at += 1
            # The ninth byte of a number carries eight bits, the others seven.
            if shift == 56:
                value |= byte << shift
                break
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        yield (value >> 1) ^ -(value & 1)


def decode(text):
    wrapped = base64.b64decode(text, validate=True)
    cookie, length = struct.unpack_from(">II", wrapped)
    assert cookie & ~0xF0 == 0x1C849304 & ~0xF0, hex(cookie)
    assert length == len(wrapped) - 8, (length, len(wrapped))
    plain = zlib.decompress(wrapped[8:])
    cookie, counts_bytes = struct.unpack_from(">II", plain)
    assert cookie & ~0xF0 == 0x1C849303 & ~0xF0, hex(cookie)
    assert counts_bytes == len(plain) - 40, (counts_bytes, len(plain))
    index, counts = 0, []
    for number in zigzag(plain[40:]):
        if number < 0:
            index -= number
            continue
        if number > 0:
            counts.append([index, number])
        index += 1
    return {"count": sum(count for _, count in counts), "counts": counts}


json.dump(decode(json.load(sys.stdin)["text"]), sys.stdout)
