import type { ChildProcess } from 'node:child_process';
import { PolymathError } from '@polymath/errors';
import type { Logger } from '@polymath/service-kit';
import { isLast, type Answer, type FollowUp, type FromEngine, type Opening } from '../messages.js';
import type { EngineEnd } from './engine-observer.js';
import { forkEngine } from './fork-engine.js';
import { Inbox } from './inbox.js';
import { recentOutput } from './recent-output.js';

/** How an engine process is started and watched. */
export interface EngineProcessOptions {
  /** The module that calls `serveEngine`. */
  entry: URL | string;
  /** A process that says nothing for so long, while it is asked for something, is killed. */
  hangMs: number;
  log: Logger;
}

/** One conversation with an engine process. */
export interface Exchange {
  send(message: FollowUp): void;
  /**
   * The next answer.
   * @throws unavailable when the process dies; deadline-exceeded, and kills it, when it says nothing for `hangMs`
   */
  next(): Promise<Answer>;
}

// A process that ignores a request to end gets this long.
const endMs = 2000;
// Even where little patience is asked for: starting reads hundreds of megabytes from a disk that may be busy.
const leastStartMs = 30_000;

/** A child process that computes. */
export class EngineProcess {
  private readonly exchanges = new Map<number, Inbox<Answer>>();
  private readonly ready = new Inbox<true>();
  private lastId = 0;
  /** Why we have it end; undefined: we do not. */
  private reason: EngineEnd | undefined;
  /** Resolves when the process has ended. */
  readonly exited: Promise<EngineEnd>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly options: EngineProcessOptions,
  ) {
    const { log } = options;
    const output = recentOutput([child.stdout!, child.stderr!], (line) =>
      log.debug({ enginePid: child.pid }, line),
    );
    this.exited = new Promise((resolve) => {
      // Not on `close`: Node does not always emit it after a disconnect.
      child.once('exit', (code, signal) => {
        void output.ended().then((words) => {
          this.closeAll(died(signal ? `killed by ${signal}` : `exit code ${code}`, words));
          log.debug({ enginePid: child.pid }, 'engine process ended');
          resolve(this.reason ?? 'died');
        });
      });
    });
    child.on('error', (error) => this.closeAll(died(error.message, '')));
    child.on('message', (message: FromEngine) => this.receive(message));
  }

  /**
   * Starts a process and waits until it can be asked.
   * @throws unavailable when it ends before
   */
  static async start(options: EngineProcessOptions): Promise<EngineProcess> {
    const engine = new EngineProcess(forkEngine(options.entry), options);
    try {
      const patienceMs = Math.max(options.hangMs, leastStartMs);
      if ((await engine.ready.take(patienceMs)) === undefined) throw engine.hung(patienceMs);
    } catch (error) {
      // Ctrl-C reaches every process of a terminal, also one that cannot ignore it yet; ours decides when to end.
      if (engine.child.signalCode === 'SIGINT') return EngineProcess.start(options);
      throw error;
    }
    options.log.debug({ enginePid: engine.child.pid }, 'engine process started');
    return engine;
  }

  /** The number of the process, for tests and logs. */
  get pid(): number {
    return this.child.pid!;
  }

  /** Whether it can still be asked. */
  get isAlive(): boolean {
    return this.child.connected && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks for something. */
  begin(opening: Opening): Exchange {
    const id = ++this.lastId;
    const inbox = new Inbox<Answer>();
    if (this.isAlive) this.exchanges.set(id, inbox);
    else inbox.close(died('before it was asked', ''));
    this.tell({ id, ...opening });
    return {
      send: (message) => this.tell({ id, ...message }),
      next: async () => {
        const answer = await inbox.take(this.options.hangMs);
        if (answer === undefined) throw this.hung(this.options.hangMs);
        if (isLast(answer)) this.exchanges.delete(id);
        return answer;
      },
    };
  }

  kill(signal: NodeJS.Signals): void {
    this.reason ??= 'stopped';
    this.child.kill(signal);
  }

  /** Lets go of the process, which ends it, and waits for that. */
  async end(): Promise<void> {
    if (this.isAlive) this.reason ??= 'released';
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.kill('SIGKILL'), endMs);
    await this.exited;
    clearTimeout(timer);
  }

  private tell(message: { id: number } & (Opening | FollowUp)): void {
    // Whoever waits for an answer of a dead process hears of it from its inbox.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private receive(message: FromEngine): void {
    if (message.type === 'ready') this.ready.push(true);
    else this.exchanges.get(message.id)?.push(message);
  }

  private closeAll(reason: PolymathError): void {
    this.ready.close(reason);
    for (const inbox of this.exchanges.values()) inbox.close(reason);
    this.exchanges.clear();
  }

  private hung(silentMs: number): PolymathError {
    this.reason ??= 'hung';
    this.kill('SIGKILL');
    const message = `the engine process said nothing for ${silentMs / 1000} s and was killed`;
    return new PolymathError('deadline-exceeded', message);
  }
}

/** `retryAfterMs` 0: what ran in a process that died is continued at once. */
function died(how: string, output: string): PolymathError {
  const message = `the engine process died (${how})${output && `: ${output}`}`;
  return new PolymathError('unavailable', message, { retryAfterMs: 0 });
}
