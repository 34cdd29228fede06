import { diag, DiagLogLevel, trace } from '@opentelemetry/api';
import type { Closable, Logger } from '@polymath/service-kit';

/** Where traces go, and from whom. */
export interface TracingOptions {
  /** Of a collector of OpenTelemetry that takes OTLP over HTTP, e.g. `http://127.0.0.1:4318`; undefined: no traces are recorded. */
  endpoint: string | undefined;
  /** E.g. `compression`, or `cli`; the collector sees `polymath-compression`. */
  area: string;
  log: Logger;
  /** How long what is still to be sent at the end may take; 5 s unless given. */
  closeMs?: number;
}

/**
 * Has this process record and send its traces. Nothing is loaded where no endpoint is given. All services of a process
 * share what the first has set up: OpenTelemetry has one provider a process.
 */
export async function startTracing({
  endpoint,
  area,
  log,
  closeMs = 5000,
}: TracingOptions): Promise<Closable> {
  if (endpoint === undefined) return { close: async () => undefined };
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  tellOfTroubles(log);
  const service = resources.resourceFromAttributes({ 'service.name': `polymath-${area}` });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resources.defaultResource().merge(service),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const isOurs = trace.setGlobalTracerProvider(provider);
  log.info({ endpoint }, 'traces are sent');
  return {
    close: async () => {
      await within(closeMs, provider.shutdown()).catch((err: unknown) =>
        log.warn({ err }, 'the last traces were not sent'),
      );
      if (!isOurs) return;
      trace.disable();
      diag.disable();
    },
  };
}

/** A collector that cannot be reached costs traces, not the service. */
function tellOfTroubles(log: Logger): void {
  const warn = (text: string) => log.warn({ text }, 'traces are lost');
  const nothing = () => undefined;
  const logger = { error: warn, warn, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
