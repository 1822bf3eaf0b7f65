// A guarded front for the workbench. The workbench holds a terminal, and VS Code's server answers any Host, so a web
// page could reach it by DNS rebinding. This front answers its own address only; behind it is a Unix socket.
import http from 'node:http';
import net from 'node:net';

/** What browsers say of a request that the user or the workbench itself made; other programs say nothing. */
const OWN_SITES = new Set([undefined, 'none', 'same-origin']);

const REFUSAL =
  'This address is not served here. Type the address that "npm start" printed into the browser’s address bar.\n';

/**
 * Opens the port. Until `serve` names the workbench's socket, browsers are told to wait.
 * @param {{ port: number }} options
 * @returns {Promise<{ origin: string, serve(socketPath: string): void, close(): Promise<void> }>}
 *   rejects with code EADDRINUSE when the port is taken
 */
export function startFront({ port }) {
  let socketPath;
  const hosts = () => {
    const { port: bound } = server.address();
    return [`127.0.0.1:${bound}`, `localhost:${bound}`];
  };
  /** Host against DNS rebinding, Origin against scripts of other pages, Sec-Fetch-Site against their frames and links. */
  const isOurs = ({ headers }) => {
    const { host, origin } = headers;
    return (
      hosts().includes(host) &&
      (origin === undefined || origin === `http://${host}`) &&
      OWN_SITES.has(headers['sec-fetch-site'])
    );
  };
  const server = http.createServer((request, response) => {
    if (!isOurs(request)) {
      response.writeHead(421, { 'Content-Type': 'text/plain; charset=utf-8' }).end(REFUSAL);
      return;
    }
    if (socketPath === undefined) {
      response
        .writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', Refresh: '2' })
        .end('VS Code is starting…\n');
      return;
    }
    const { method, url, headers } = request;
    const onward = http.request({ socketPath, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => {
      if (!response.headersSent) response.writeHead(502, { 'Content-Type': 'text/plain' });
      response.end();
    });
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!isOurs(request) || socketPath === undefined) {
      socket.end(
        'HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    const onward = net.connect(socketPath, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      }
      onward.write(`${lines.join('\r\n')}\r\n\r\n`);
      if (head.length > 0) onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({
        origin: `http://127.0.0.1:${server.address().port}`,
        serve: (path) => {
          socketPath = path;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            sockets.forEach((socket) => socket.destroy());
          }),
      });
    });
  });
}
