import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PolymathError } from '@polymath/errors';
import type { Logger } from '@polymath/service-kit';
import type { Metrics } from './metrics.js';

/** A request that takes longer to come, and an answer that nobody takes for so long, end their connection, in milliseconds. */
const patienceMs = 10_000;

/** What the admin server of a service tells. */
export interface AdminOptions {
  /** `host:port`; port 0 takes a free one. */
  address: string;
  metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Whether the service takes calls. */
  isReady: () => boolean;
  log: Logger;
}

/** A running admin server. */
export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves what operators and their machines ask for, over HTTP/1.1 without TLS: `/metrics` (Prometheus), `/healthz` (200
 * while the process answers), `/readyz` (200 while the service takes calls, else 503). One request a connection: those of somebody who
 * sends thousands and reads nothing would all be answered into memory.
 * @throws failed-precondition when it cannot listen at the address
 */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const { address } = options;
  const times = { headersTimeout: patienceMs, requestTimeout: patienceMs };
  const server = createServer({ ...times, connectionsCheckingInterval: patienceMs / 2 }, answer(options)); // prettier-ignore
  server.maxRequestsPerSocket = 1;
  server.setTimeout(patienceMs);
  const { hostname, port } = new URL(`http://${address}`);
  try {
    server.listen(Number(port || 80), hostname.replace(/^\[|\]$/g, ''));
    await once(server, 'listening');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `cannot listen on ${address}: ${why}`;
    throw new PolymathError('failed-precondition', message, { cause });
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

type Page = { status: number; type?: string; body: string };

/** What a computation gives: the same for all who ask while it runs. */
function shared<Result>(compute: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => (running ??= compute().finally(() => (running = undefined)));
}

function answer({ metrics, isReady, log }: AdminOptions): RequestListener {
  const text = shared(() => metrics.text());
  const pages: Readonly<Record<string, () => Promise<Page>>> = {
    '/metrics': async () => ({
      ...{ status: 200, type: metrics.contentType, body: await text() },
    }),
    '/healthz': async () => ({ status: 200, body: 'ok\n' }),
    '/readyz': async () =>
      isReady() ? { status: 200, body: 'ready\n' } : { status: 503, body: 'not ready\n' },
  };
  const missing = async (): Promise<Page> => {
    return { status: 404, body: `there is ${Object.keys(pages).join(', ')}\n` };
  };
  return ({ url = '', method = '' }, response) => {
    response.setHeader('connection', 'close');
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const page = pages[url.split('?')[0]!] ?? missing;
    page().then(
      ({ status, type = 'text/plain; charset=utf-8', body }) =>
        response.writeHead(status, { 'content-type': type }).end(body),
      (err: unknown) => {
        log.error({ err, url }, 'metrics could not be read');
        response.writeHead(500).end();
      },
    );
  };
}
