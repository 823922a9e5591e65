"""A gRPC peer that shares no code with ProtoBench: grpcio (gRPC's C core) and Google's protobuf for Python.

serve METHOD...                 serves the named methods of protobench.v1.Bench, prints its port, ends when stdin does
call PORT WHAT [CERTIFICATE]    makes one call and prints what came of it as JSON
"""
import concurrent.futures
import json
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE = "protobench.v1.Bench"
TYPES = {"bytes": 12, "int32": 5, "int64": 3}
MESSAGES = {
    "ExchangeRequest": [("payload", "bytes"), ("response_bytes", "int32")],
    "ExchangeReply": [("payload", "bytes")],
    "DownloadRequest": [("message_bytes", "int32"), ("total_bytes", "int64")],
    "PayloadMessage": [("payload", "bytes")],
    "UploadReply": [("bytes", "int64"), ("messages", "int64")],
}


def message_classes():
    file = descriptor_pb2.FileDescriptorProto(name="protobench.proto", package="protobench.v1", syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for number, (field, kind) in enumerate(fields, start=1):
            message.field.add(name=field, number=number, type=TYPES[kind], label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName("protobench.v1." + name)) for name in MESSAGES}


CLASSES = message_classes()


def new(name, **fields):
    return CLASSES[name](**fields)


def payload(length):
    return bytes(i % 251 for i in range(length))


# ---- server ----

def exchange(request, context):
    if request.payload == b"refuse":
        context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "100% full: ü")
    if request.payload == b"wait":
        ended = threading.Event()
        if context.add_callback(ended.set):
            ended.wait()
    return new("ExchangeReply", payload=payload(request.response_bytes))


def download(request, context):
    if request.message_bytes == 1:
        context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "100% full: ü")
    rest = request.total_bytes
    while rest > 0:
        length = min(rest, request.message_bytes)
        yield new("PayloadMessage", payload=payload(length))
        rest -= length


def upload(requests, context):
    reply = new("UploadReply")
    for message in requests:
        if len(message.payload) == 1:
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "100% full: ü")
        if message.payload != payload(len(message.payload)):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "wrong payload")
        reply.bytes += len(message.payload)
        reply.messages += 1
    return reply


def converse(requests, context):
    for request in requests:
        if request.payload == b"refuse":
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "100% full: ü")
        yield new("ExchangeReply", payload=payload(request.response_bytes))


def serve(methods):
    kinds = {
        "Exchange": (grpc.unary_unary_rpc_method_handler, exchange, "ExchangeRequest"),
        "Download": (grpc.unary_stream_rpc_method_handler, download, "DownloadRequest"),
        "Upload": (grpc.stream_unary_rpc_method_handler, upload, "PayloadMessage"),
        "Converse": (grpc.stream_stream_rpc_method_handler, converse, "ExchangeRequest"),
    }
    handlers = {}
    for method in methods:
        handler, behaviour, request = kinds[method]
        handlers[method] = handler(
            behaviour, request_deserializer=CLASSES[request].FromString, response_serializer=lambda message: message.SerializeToString())
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(8), options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(0).wait()


# ---- client ----

def stub(channel, kind, method, reply):
    return getattr(channel, kind)(
        f"/{SERVICE}/{method}",
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=CLASSES[reply].FromString)


def call_unary(channel):
    reply = stub(channel, "unary_unary", "Exchange", "ExchangeReply")(
        new("ExchangeRequest", payload=payload(70_000), response_bytes=100_001), timeout=10)
    return {"bytes": len(reply.payload), "intact": reply.payload == payload(100_001)}


def call_download(channel):
    messages = list(stub(channel, "unary_stream", "Download", "PayloadMessage")(
        new("DownloadRequest", message_bytes=10_000, total_bytes=1_000_007), timeout=10))
    return {
        "bytes": sum(len(message.payload) for message in messages),
        "messages": len(messages),
        "intact": all(message.payload == payload(len(message.payload)) for message in messages),
    }


def call_upload(channel):
    reply = stub(channel, "stream_unary", "Upload", "UploadReply")(
        (new("PayloadMessage", payload=payload(length)) for length in [10_000] * 50 + [0, 7]), timeout=10)
    return {"bytes": reply.bytes, "messages": reply.messages}


def call_converse(channel):
    answered = threading.Semaphore(1)

    def requests():
        # Each request leaves only when the response before it has arrived: both directions are open at once.
        for size in [0, 1, 1_000, 70_000, 1_000_000]:
            answered.acquire()
            yield new("ExchangeRequest", payload=payload(size), response_bytes=size)

    sizes = []
    for reply in stub(channel, "stream_stream", "Converse", "ExchangeReply")(requests(), timeout=10):
        if reply.payload != payload(len(reply.payload)):
            return {"intact": False}
        sizes.append(len(reply.payload))
        answered.release()
    return {"sizes": sizes, "intact": True}


def call_largest(channel):
    size = 16 * 1024 * 1024
    reply = stub(channel, "unary_unary", "Exchange", "ExchangeReply")(
        new("ExchangeRequest", payload=payload(size), response_bytes=size), timeout=10)
    return {"bytes": len(reply.payload), "intact": reply.payload == payload(size)}


def call_oversized(channel):
    stub(channel, "unary_unary", "Exchange", "ExchangeReply")(
        new("ExchangeRequest", payload=bytes(17 * 1024 * 1024)), timeout=10)


def call_idle(channel):
    # A stream on which nothing is said until the deadline.
    for _ in stub(channel, "stream_stream", "Converse", "ExchangeReply")(iter(lambda: threading.Event().wait(60), None), timeout=0.3):
        pass


def call_overdue(channel):
    for _ in stub(channel, "unary_stream", "Download", "PayloadMessage")(
            new("DownloadRequest", message_bytes=1_000, total_bytes=1 << 40), timeout=0.3):
        pass


def call_unknown(channel):
    stub(channel, "unary_unary", "Nothing", "ExchangeReply")(new("ExchangeRequest"), timeout=10)


def call_wrong(channel):
    stub(channel, "unary_unary", "Exchange", "ExchangeReply")(new("ExchangeRequest", response_bytes=-1), timeout=10)


def call_compressed(channel):
    channel.unary_unary(
        f"/{SERVICE}/Exchange", request_serializer=lambda message: message.SerializeToString())(
            new("ExchangeRequest", payload=payload(10_000)), timeout=10, compression=grpc.Compression.Gzip)


def connect(port, certificate):
    options = [("grpc.max_receive_message_length", -1)]
    if certificate is None:
        return grpc.insecure_channel(f"127.0.0.1:{port}", options)
    with open(certificate, "rb") as pem:
        credentials = grpc.ssl_channel_credentials(pem.read())
    return grpc.secure_channel(f"localhost:{port}", credentials, options)


def call(port, what, certificate=None):
    with connect(port, certificate) as channel:
        try:
            result = globals()["call_" + what](channel) or {}
            result["code"] = "OK"
        except grpc.RpcError as error:
            result = {"code": error.code().name, "details": error.details()}
    print(json.dumps(result))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2:])
    else:
        call(*sys.argv[2:])
