"""A gRPC server of somebody else's service with server reflection: grpcio, with descriptors made by hand.

serve [v1|v1alpha|none] [spare] [gzip]     prints its port, ends when stdin does; spare leaves well-known imports out of what reflection gives;
gzip compresses every response for whoever takes that

demo.v1.Shop has Unary, Many (server stream), Sum (client stream) and Chat (both). Every reply is the request's own bytes in 'echo', so that
whoever asks can see what was understood.
"""
import concurrent.futures
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

reflection, spare = sys.argv[1], "spare" in sys.argv

money = descriptor_pb2.FileDescriptorProto(name="demo/money.proto", package="demo", syntax="proto3")
amount = money.message_type.add(name="Money")
amount.field.add(name="cents", number=1, type=3, label=1)

shop = descriptor_pb2.FileDescriptorProto(
    name="demo/shop.proto", package="demo.v1", syntax="proto3", dependency=["demo/money.proto", "google/protobuf/timestamp.proto"])
order = shop.message_type.add(name="Order")
order.field.add(name="item", number=1, type=9, label=1)
order.field.add(name="price", number=2, type=11, label=1, type_name=".demo.Money")
order.field.add(name="sizes", number=3, type=5, label=3)
order.field.add(name="at", number=4, type=11, label=1, type_name=".google.protobuf.Timestamp")
receipt = shop.message_type.add(name="Receipt")
receipt.field.add(name="echo", number=1, type=9, label=1)
service = shop.service.add(name="Shop")
for name, client, server in [("Unary", False, False), ("Many", False, True), ("Sum", True, False), ("Chat", True, True)]:
    service.method.add(
        name=name, input_type=".demo.v1.Order", output_type=".demo.v1.Receipt", client_streaming=client, server_streaming=server)

pool = descriptor_pool.DescriptorPool()
timestamps = descriptor_pb2.FileDescriptorProto()
timestamp_pb2.DESCRIPTOR.CopyToProto(timestamps)
FILES = {file.name: file for file in (timestamps, money, shop)}
for file in FILES.values():
    pool.Add(file)
factory = message_factory.MessageFactory(pool)
Order = factory.GetPrototype(pool.FindMessageTypeByName("demo.v1.Order"))
Receipt = factory.GetPrototype(pool.FindMessageTypeByName("demo.v1.Receipt"))


def text(order):
    sizes = ",".join(str(size) for size in order.sizes)
    return f"{order.item} {order.price.cents} {sizes} {order.at.seconds}"


def unary(order, context):
    if order.item == "metadata":
        sent = dict(context.invocation_metadata())
        return Receipt(echo=f"{sent['x-key']} {sent['x-raw-bin'].decode()}")
    if order.item == "nothing":
        context.abort(grpc.StatusCode.NOT_FOUND, "no such item: 100 %")
    return Receipt(echo=text(order))


def many(order, context):
    for _ in range(order.price.cents):
        yield Receipt(echo=text(order))


def total(orders, context):
    return Receipt(echo=" | ".join(text(order) for order in orders))


def chat(orders, context):
    for order in orders:
        if order.item == "stop":
            context.abort(grpc.StatusCode.ABORTED, "enough")
        yield Receipt(echo=text(order))


# ---- reflection, of which only what clients ask ----

def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def block(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def answer(question):
    key, length = question[0] >> 3, question[1]
    value = question[2:2 + length].decode()
    if key == 7:
        return block(6, block(1, block(1, b"demo.v1.Shop")))
    if key == 4:
        names = ["demo/shop.proto"] if value == "demo.v1.Shop" else []
    else:
        names = [value] if value in FILES and not (spare and value.startswith("google/")) else []
    if not names:
        return block(7, block(2, b"not found"))
    return block(4, b"".join(block(1, FILES[name].SerializeToString()) for name in names))


def reflect(questions, context):
    for question in questions:
        yield answer(question)


KINDS = {"Unary": ("unary_unary", unary), "Many": ("unary_stream", many), "Sum": ("stream_unary", total), "Chat": ("stream_stream", chat)}
handlers = {
    name: getattr(grpc, f"{kind}_rpc_method_handler")(
        behaviour, request_deserializer=Order.FromString, response_serializer=lambda message: message.SerializeToString())
    for name, (kind, behaviour) in KINDS.items()
}
server = grpc.server(
    concurrent.futures.ThreadPoolExecutor(8), compression=grpc.Compression.Gzip if "gzip" in sys.argv else None)
services = [grpc.method_handlers_generic_handler("demo.v1.Shop", handlers)]
if reflection != "none":
    services.append(grpc.method_handlers_generic_handler(
        f"grpc.reflection.{reflection}.ServerReflection", {"ServerReflectionInfo": grpc.stream_stream_rpc_method_handler(reflect)}))
server.add_generic_rpc_handlers(tuple(services))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(0).wait()
