// A gRPC peer that shares no code with ProtoBench: grpc-js, with messages by protobufjs from ProtoBench's own .proto file.
//
// serve PROTO METHOD...                 serves the named methods of protobench.v1.Bench, prints its port, ends when stdin does
// call PROTO PORT WHAT [CERTIFICATE]    makes one call and prints what came of it as JSON
"use strict";
const fs = require("node:fs");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const [role, proto, ...rest] = process.argv.slice(2);
const bench = grpc.loadPackageDefinition(
  loader.loadSync(proto, { keepCase: true, longs: Number, defaults: true })).protobench.v1.Bench;
const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

function payload(length) {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) bytes[i] = i % 251;
  return bytes;
}

const isIntact = (bytes) => payload(bytes.length).equals(bytes);
const refusal = { code: grpc.status.RESOURCE_EXHAUSTED, details: "100% full: ü" };

// ---- server ----

const methods = {
  Exchange(call, answer) {
    if (call.request.payload.equals(Buffer.from("refuse"))) return answer(refusal);
    if (call.request.payload.equals(Buffer.from("wait"))) return call.on("cancelled", () => answer({ code: grpc.status.CANCELLED }));
    answer(null, { payload: payload(call.request.response_bytes) });
  },
  Download(call) {
    if (call.request.message_bytes === 1) return call.emit("error", refusal);
    let rest = call.request.total_bytes;
    const more = () => {
      while (rest > 0) {
        const length = Math.min(rest, call.request.message_bytes);
        rest -= length;
        if (!call.write({ payload: payload(length) })) return call.once("drain", more);
      }
      call.end();
    };
    more();
  },
  Upload(call, answer) {
    const reply = { bytes: 0, messages: 0 };
    call.on("data", (message) => {
      if (message.payload.length === 1) return answer(refusal);
      if (!isIntact(message.payload)) return answer({ code: grpc.status.INVALID_ARGUMENT, details: "wrong payload" });
      reply.bytes += message.payload.length;
      reply.messages++;
    });
    call.on("end", () => answer(null, reply));
  },
  Converse(call) {
    call.on("data", (request) => {
      if (request.payload.equals(Buffer.from("refuse"))) return call.emit("error", refusal);
      call.write({ payload: payload(request.response_bytes) });
    });
    call.on("end", () => call.end());
  },
};

function serve(names) {
  const server = new grpc.Server(unlimited);
  server.addService(bench.service, Object.fromEntries(names.map((name) => [name, methods[name]])));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
  process.stdin.on("end", () => process.exit(0)).resume();
}

// ---- client ----

const within = (milliseconds) => ({ deadline: Date.now() + milliseconds });

const unary = (client, request) => new Promise((resolve, reject) =>
  client.Exchange(request, within(10_000), (error, reply) => (error ? reject(error) : resolve(reply.payload))));

const all = (stream) => new Promise((resolve, reject) => {
  const messages = [];
  stream.on("data", (message) => messages.push(message.payload));
  stream.on("error", reject);
  stream.on("end", () => resolve(messages));
});

const calls = {
  async unary(client) {
    const reply = await unary(client, { payload: payload(70_000), response_bytes: 100_001 });
    return { bytes: reply.length, intact: isIntact(reply) };
  },
  async largest(client) {
    const size = 16 * 1024 * 1024;
    const reply = await unary(client, { payload: payload(size), response_bytes: size });
    return { bytes: reply.length, intact: isIntact(reply) };
  },
  async oversized(client) {
    await unary(client, { payload: Buffer.alloc(17 * 1024 * 1024) });
  },
  async download(client) {
    const messages = await all(client.Download({ message_bytes: 10_000, total_bytes: 1_000_007 }, within(10_000)));
    return {
      bytes: messages.reduce((sum, message) => sum + message.length, 0),
      messages: messages.length,
      intact: messages.every(isIntact),
    };
  },
  upload(client) {
    return new Promise((resolve, reject) => {
      const call = client.Upload(within(10_000), (error, reply) => (error ? reject(error) : resolve(reply)));
      for (const length of [...Array(50).fill(10_000), 0, 7]) call.write({ payload: payload(length) });
      call.end();
    });
  },
  converse(client) {
    return new Promise((resolve, reject) => {
      const sizes = [0, 1, 1_000, 70_000, 1_000_000];
      const received = [];
      const call = client.Converse(within(10_000));
      // Each request leaves only when the response before it has arrived: both directions are open at once.
      const next = () => {
        const size = sizes[received.length];
        if (size === undefined) call.end();
        else call.write({ payload: payload(size), response_bytes: size });
      };
      call.on("data", (reply) => {
        if (!isIntact(reply.payload)) reject(new Error("wrong payload"));
        received.push(reply.payload.length);
        next();
      });
      call.on("error", reject);
      call.on("end", () => resolve({ sizes: received, intact: true }));
      next();
    });
  },
  idle: (client) => all(client.Converse(within(300))),
  overdue: (client) => all(client.Download({ message_bytes: 1_000, total_bytes: 2 ** 40 }, within(300))),
  wrong: (client) => unary(client, { response_bytes: -1 }),
  unknown: (client) => new Promise((resolve, reject) =>
    client.makeUnaryRequest("/protobench.v1.Bench/Nothing", Buffer.from, (bytes) => bytes, "", (error, reply) =>
      (error ? reject(error) : resolve(reply)))),
  compressed: (client) => unary(client, { payload: payload(10_000) }),
};

async function call(port, what, certificate) {
  const credentials = certificate
    ? grpc.credentials.createSsl(fs.readFileSync(certificate))
    : grpc.credentials.createInsecure();
  const options = { ...unlimited };
  if (what === "compressed") options["grpc.default_compression_algorithm"] = grpc.compressionAlgorithms.gzip;
  const client = new bench(`${certificate ? "localhost" : "127.0.0.1"}:${port}`, credentials, options);
  let result;
  try {
    result = { ...(await calls[what](client)), code: "OK" };
  } catch (error) {
    result = { code: grpc.status[error.code], details: error.details ?? String(error) };
  }
  client.close();
  console.log(JSON.stringify(result));
}

if (role === "serve") serve(rest);
else call(...rest);
