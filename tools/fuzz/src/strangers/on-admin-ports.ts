import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { randomOf } from '../random.js';
import { footprintOf, growth, settledFootprint } from '../stage/footprint.js';
import type { Stage } from '../stage/stage.js';
import { areas } from '../stage/world.js';
import { dial } from './dial.js';
import { idleLoad, watch } from './watched.js';

const connections = 1000;
const pages = ['/metrics', '/healthz', '/readyz'];

/** What somebody may say who takes the port for another, or means it ill. */
function greetings(seed: number): Buffer[] {
  const random = randomOf(seed, 'admin');
  const get = (line: string, rest = '') => Buffer.from(`${line}\r\nHost: x\r\n${rest}\r\n`);
  return [
    ...Array.from({ length: 50 }, () => random.bytes(1 + random.below(400))),
    Buffer.concat([Buffer.from('16030100310100002d0303', 'hex'), random.bytes(40)]),
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    get('GET /metrics HTTP/1.1', `X-Long: ${'x'.repeat(100_000)}\r\n`),
    get('GET /healthz HTTP/1.1', 'X: y\r\n'.repeat(20_000)),
    get(`GET /${'a'.repeat(100_000)} HTTP/1.1`),
    get('GET /metrics HTTP/9.9'),
    get('GET http://elsewhere/metrics HTTP/1.1'),
    get('GET /../../etc/passwd HTTP/1.1'),
    get('GET /__proto__ HTTP/1.1'),
    get('GET //constructor?%00%zz HTTP/1.1'),
    get('CONNECT elsewhere:443 HTTP/1.1'),
    get('GET /metrics HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'),
    get('GET /metrics HTTP/1.1', 'Expect: 100-continue\r\n'),
    get('GET /metrics HTTP/1.1', 'Expect: nonsense\r\n'),
    get('POST /metrics HTTP/1.1', 'Content-Length: 99999999999\r\n'),
    get('POST /metrics HTTP/1.1', 'Transfer-Encoding: chunked\r\n\r\nffffffff\r\nx'),
    get('GET /metrics HTTP/1.1', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'),
    Buffer.from('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2000)),
    ...['DELETE', 'PUT', 'OPTIONS', 'TRACE', 'PATCH', 'BREW'].map((m) => get(`${m} /metrics HTTP/1.1`)), // prettier-ignore
  ];
}

/** Says to each service's port for operators what is no request of theirs; tells what came to harm. */
export async function strangersOnAdminPorts(
  stage: Stage,
  seed: number,
  log: (line: string) => void,
): Promise<string[]> {
  const faults: string[] = [];
  for (const name of areas) {
    const { pid, adminAddress: address } = stage.services[name];
    const blame = (fault: string) =>
      faults.push(`strangers on the admin port of ${name}: ${fault}`);
    const answers = async (when: string) => {
      for (const page of pages) {
        const status = await get(address, page);
        if (status !== 200) blame(`${page} is ${status} ${when}`);
      }
      for (const page of ['/', '/metrics/', '/nothing', '/constructor']) {
        const status = await get(address, page);
        if (status !== 404) blame(`${page} is ${status} ${when}`);
      }
    };
    const probes = join(stage.folder, 'probes');
    await answers('before');
    const before = await footprintOf(pid, probes);
    const open = await Promise.all(greetings(seed).map((bytes) => dial(address, bytes)));
    const slow = await Promise.all(Array.from({ length: 20 }, () => dribble(address)));
    await answers('beside strangers');
    const idle = await Promise.all(
      Array.from({ length: connections }, () => dial(address, Buffer.from('GET /metrics HT'))),
    );
    const unread = await Promise.all(Array.from({ length: 50 }, () => deaf(address)));
    await answers(`beside ${connections} connections`);
    const { load, lines } = await watch(pid, stage.logFile(name));
    for (const socket of [...open, ...slow, ...idle, ...unread]) socket.destroy();
    await answers('afterwards');
    const after = await settledFootprint(pid, probes, before);
    log(`strangers on the admin port of ${name}: load ${load.toFixed(2)}, ${lines.length} lines, descriptors ${before.descriptors}, then ${after.descriptors}`); // prettier-ignore
    if (load > idleLoad) blame(`a load of ${load.toFixed(2)}`);
    if (lines.length > 0) blame(`${lines.length} lines, e.g. ${lines[0]!.slice(0, 400)}`);
    growth(before, after).forEach(blame);
  }
  return faults;
}

/** The status of a page; 0: no answer within 10 s. */
function get(address: string, path: string): Promise<number> {
  return new Promise((resolve) => {
    const [host, port] = address.split(':');
    const asked = request({ host, port: Number(port), path, agent: false, timeout: 10_000 });
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(0));
    asked.end();
  });
}

/** A request that comes a byte at a time and never ends. */
async function dribble(address: string): Promise<Socket> {
  const socket = await dial(address, Buffer.alloc(0));
  for (const byte of Buffer.from('GET /metrics HTTP/1.1\r\nX-')) {
    socket.write(Buffer.of(byte));
    await delay(10);
  }
  return socket;
}

/** Asks for many pages and reads none of them. */
function deaf(address: string): Promise<Socket> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.pause();
    socket.on('error', () => resolve(socket));
    socket.on('connect', () => {
      socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100));
      resolve(socket);
    });
  });
}
