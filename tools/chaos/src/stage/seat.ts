import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { enginesOf, startService, type ServiceProcess } from '@polymath/e2e';
import type { Link } from './link.js';
import { restartMs } from './times.js';

/** How a seat starts its service. */
export interface SeatOptions {
  name: string;
  settings: Readonly<Record<string, string>>;
  /** Its ways to the servers of NATS. */
  links: readonly Link[];
  /** The file of its log. */
  logFile: string;
}

/** A place for one service, which is started again whenever it has ended, as a supervisor does. */
export class Seat {
  readonly name: string;
  readonly links: readonly Link[];
  /** Whether a fault is at work here. */
  isBusy = false;
  /** What the service did that nobody made it do. */
  readonly surprises: string[] = [];
  readonly #options: SeatOptions;
  readonly #kept: Promise<void>;
  #service: ServiceProcess | undefined;
  /** Engine processes that answer calls and run no jobs. */
  #forCalls: number[] = [];
  #downMs: number | undefined;
  #closing = false;
  #waiting: (() => void)[] = [];

  constructor(options: SeatOptions) {
    this.name = options.name;
    this.links = options.links;
    this.#options = options;
    this.#kept = this.#keep();
  }

  /** The service, while it is up. */
  get service(): ServiceProcess | undefined {
    return this.#service;
  }

  /** Resolves when the service is up. */
  async whenUp(): Promise<void> {
    if (!this.#service) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Its engine processes that run jobs. */
  engines(): number[] {
    if (!this.#service) return [];
    return enginesOf(this.#service.pid).filter((pid) => !this.#forCalls.includes(pid));
  }

  /** Kills the service; it is started again after this time, in milliseconds. */
  async kill(downMs: number): Promise<void> {
    this.#downMs = downMs;
    await this.#service?.kill();
    await this.whenUp();
  }

  /** Asks the service to end and starts it no more. */
  async close(): Promise<void> {
    await this.whenUp();
    this.#closing = true;
    const code = await this.#service?.terminate();
    if (code !== 0) this.surprises.push(`expected an orderly end, got exit code ${String(code)}`);
    await this.#kept;
  }

  async #keep(): Promise<void> {
    while (!this.#isClosing()) {
      const service = await this.#start();
      if (!service) continue;
      this.#service = service;
      for (const wake of this.#waiting.splice(0)) wake();
      const code = await service.exited;
      this.#service = undefined;
      service.close();
      if (this.#isClosing()) return;
      if (this.#downMs === undefined) {
        this.surprises.push(`ended by itself with exit code ${String(code)}`);
      }
      await delay(this.#downMs ?? restartMs);
      this.#downMs = undefined;
    }
  }

  #isClosing(): boolean {
    return this.#closing;
  }

  /** Undefined when it could not start, e.g. because NATS is away. */
  async #start(): Promise<ServiceProcess | undefined> {
    const { settings, logFile } = this.#options;
    const log = createWriteStream(logFile, { flags: 'a' });
    try {
      const service = await startService(settings, log);
      this.#forCalls = enginesOf(service.pid);
      return service;
    } catch (error) {
      log.end(`${String(error)}\n`);
      await delay(restartMs);
      return undefined;
    }
  }
}
