import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  context,
  ROOT_CONTEXT,
  trace,
  type Context,
  type ContextManager,
} from '@opentelemetry/api';
import {
  createLogger,
  parseTraceParent,
  readableLine,
  readSettings,
  setting,
  startSpan,
  type Closable,
  type WorkSpan,
} from '@polymath/service-kit';
import type { Command } from 'commander';
import type { Shell } from './shell.js';

/** The trace of the one command that a process runs. */
export interface CommandTrace {
  /** Begins the trace, where `OTEL_EXPORTER_OTLP_ENDPOINT` says that one is wanted; else nothing is loaded. */
  begin(command: Command): Promise<void>;
  /** Ends it and sends what is left. */
  end(exitCode: number): Promise<void>;
}

/** Nobody waits longer for a collector that is away. */
const closeMs = 2000;

const shape = { otelExporterOtlpEndpoint: setting.url().optional() };

/** A trace whose first span, e.g. `polymath jobs list`, all calls of the command belong to. */
export function commandTrace({ env, terminal }: Shell): CommandTrace {
  let span: WorkSpan | undefined;
  let tracing: Closable | undefined;
  return {
    begin: async (command) => {
      const { otelExporterOtlpEndpoint: endpoint } = readSettings(shape, env);
      // It makes no calls worth a trace, and lasts for days; the services that it starts have traces of their own.
      if (endpoint === undefined || command.name() === 'up') return;
      const { startTracing } = await import('@polymath/telemetry/tracing');
      const log = createLogger('cli', 'warn', {
        write: (line) => terminal.note(readableLine(line.trimEnd())),
      });
      tracing = await startTracing({ endpoint, area: 'cli', log, closeMs });
      span = startSpan(nameOf(command), { kind: 'INTERNAL', parent: '' });
      context.setGlobalContextManager(new OneContext(span.traceParent));
    },
    end: async (exitCode) => {
      if (!span) return;
      // A stream that has been left ends with the next turn.
      await nextTurn();
      const failure = exitCode === 0 ? undefined : `exit code ${exitCode}`;
      span.end(failure, { 'process.exit.code': exitCode });
      context.disable();
      await tracing?.close();
    },
  };
}

/** The words that call a command, without what it is to work on. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

/** A command is all that its process does: whatever begins a span there belongs to the span of the command. */
class OneContext implements ContextManager {
  private readonly only: Context;

  constructor(traceParent: string) {
    const span = parseTraceParent(traceParent);
    this.only = span ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT;
  }

  active(): Context {
    return this.only;
  }

  with: ContextManager['with'] = (_, work, owner, ...args) => work.call(owner!, ...args);

  bind<Target>(_: Context, target: Target): Target {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
