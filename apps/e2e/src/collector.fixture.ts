import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { vi } from 'vitest';

/** A span as it comes over OTLP/HTTP in JSON. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent or empty: a trace begins with it. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

interface Traces {
  resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
}

/** A collector of traces that keeps what it is sent. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly SentSpan[];
  /** The span of that name, and kind, once it has come. */
  span(name: string, kind?: number): Promise<SentSpan>;
  close(): Promise<void>;
}

/** Starts a collector on a free port of the loopback. */
export async function startCollector(): Promise<Collector> {
  const spans: SentSpan[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { resourceSpans } = body as Traces;
      const scopes = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
      spans.push(...scopes.flatMap((scope) => scope.spans));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    span: (name, kind) =>
      vi.waitUntil(
        () => spans.find((span) => span.name === name && (kind ?? span.kind) === span.kind),
        { timeout: 30_000, interval: 50 },
      ),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
