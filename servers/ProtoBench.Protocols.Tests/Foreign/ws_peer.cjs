// A WebSocket server that shares no code with ProtoBench: the npm package ws.
//
// Prints its port and ends when stdin does. Paths: /echo sends every message back in its own form, and for the text 'form' its form;
// /greet says hello first, and again after the client's first message; /close ends politely (1001) after one message; /die cuts the
// connection; /no refuses the upgrade with 403 and a text; /protocol sends back the sub-protocol and the header x-token.
'use strict';
const http = require('http');
const { WebSocketServer } = require('ws');

const server = http.createServer((request, response) => response.end('no upgrade'));
const sockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: protocols => [...protocols].pop(),
});

server.on('upgrade', (request, socket, head) => {
  if (request.url.startsWith('/no')) {
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\nConnection: close\r\n\r\nnot for you, visitor');
    return;
  }
  sockets.handleUpgrade(request, socket, head, peer => serve(peer, request));
});

function serve(peer, request) {
  const path = request.url.split('?')[0];
  let messages = 0;
  if (path === '/greet') {
    peer.send('hello');
  }
  peer.on('message', (data, isBinary) => {
    messages++;
    if (path === '/die') {
      peer.terminate();
    } else if (path === '/protocol') {
      peer.send(`${peer.protocol} ${request.headers['x-token']} ${request.url} ${request.headers.host}`);
    } else if (path === '/greet' && messages === 1) {
      peer.send(`welcome ${data}`);
    } else if (data.toString() === 'form') {
      peer.send(isBinary ? 'binary' : 'text!');
    } else {
      peer.send(data, { binary: isBinary });
      if (path === '/close') {
        peer.close(1001, 'going away');
      }
    }
  });
}

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
