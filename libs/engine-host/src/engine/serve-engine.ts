import type { Engine } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { collectSeldom } from '@polymath/service-kit';
import type { Answer, FollowUp, FromEngine, LastAnswer, Opening, ToEngine } from '../messages.js';
import type { AnyEngineCall, AnyJobProgram, ModelProgram } from '../program.js';
import { toWire } from '../wire-error.js';
import { callExchange } from './call-exchange.js';
import { jobExchange } from './job-exchange.js';
import { modelExchange } from './model-exchange.js';

/** What an area's engine process can do. */
export interface EngineOptions {
  jobs: readonly AnyJobProgram[];
  calls: readonly AnyEngineCall[];
  /** Kinds of models that it serves; none unless given. */
  models?: readonly ModelProgram[];
  /** What computes here. */
  describe: () => Engine;
}

/** Tells the parent process something in one exchange. */
export type Say = (answer: Answer) => void;

interface Exchange {
  /** Does the work and gives the last word. */
  answer(): Promise<LastAnswer>;
  /** Takes a further message. */
  follow(message: FollowUp): void;
}

/**
 * Turns this process, which `startEngineHost` has started, into an engine process: it runs jobs and answers calls until
 * the parent lets go of it.
 */
export function serveEngine(options: EngineOptions): void {
  collectSeldom();
  const exchanges = new Map<number, Exchange>();
  // A parent that is gone, for whatever reason, needs no answers.
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches every process of a terminal; the parent decides when this one ends.
  process.on('SIGINT', () => undefined);
  process.on('message', (message: ToEngine) => {
    const { id } = message;
    const known = exchanges.get(id);
    if (known) {
      known.follow(message as FollowUp);
      return;
    }
    // What follows an exchange that has just ended.
    if (!isOpening(message)) return;
    const say: Say = (answer) => tell({ id, ...answer });
    const exchange = open(options, message, say);
    exchanges.set(id, exchange);
    void exchange
      .answer()
      .catch((error: unknown) => ({ type: 'failed' as const, error: toWire(error) }))
      .then((answer) => {
        exchanges.delete(id);
        say(answer);
      });
  });
  tell({ type: 'ready' });
}

function tell(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}

function isOpening(message: Opening | FollowUp): message is Opening {
  return ['job', 'call', 'model', 'describe'].includes(message.type);
}

function open(options: EngineOptions, opening: Opening, say: Say): Exchange {
  const { jobs, calls, models = [], describe } = options;
  switch (opening.type) {
    case 'describe': {
      const answer = async () => ({ type: 'description' as const, engine: describe() });
      return { answer, follow: () => undefined };
    }
    case 'job': {
      const program = jobs.find(({ kind }) => kind === opening.kind);
      return program ? jobExchange(program, opening, say) : unknown('kind of job', opening.kind);
    }
    case 'call': {
      const call = calls.find(({ name }) => name === opening.name);
      return call ? callExchange(call, opening, say) : unknown('call', opening.name);
    }
    case 'model': {
      const program = models.find(({ kind }) => kind === opening.kind);
      return program
        ? modelExchange(program, opening, say)
        : unknown('kind of model', opening.kind);
    }
  }
}

function unknown(what: string, name: string): Exchange {
  const error = new PolymathError('failed-precondition', `this engine knows no ${what} ${name}`);
  return { answer: () => Promise.reject(error), follow: () => undefined };
}
