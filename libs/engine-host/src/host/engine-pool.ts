import { PolymathError } from '@polymath/errors';
import type { EngineObserver, EngineRole, LivingEngine } from './engine-observer.js';
import { EngineProcess, type EngineProcessOptions } from './engine-process.js';

/** How many engine processes are kept, and how long. */
export interface EnginePoolOptions extends EngineProcessOptions {
  role: EngineRole;
  observer: EngineObserver;
  /** How many users one process has at a time. */
  usersPerEngine: number;
  /** A process that nobody uses ends after this time. */
  idleMs: number;
  /** A process ends after so many uses. */
  maxUses: number;
}

interface Member {
  engine: EngineProcess;
  users: number;
  uses: number;
  /** Takes no further users. */
  retired: boolean;
  idleTimer?: NodeJS.Timeout;
}

/** A use of an engine process, to be released once. */
export interface Lease {
  readonly engine: EngineProcess;
  /** @param reusable false when the process must not be used again, e.g. because a job has failed in it */
  release(reusable: boolean): void;
}

/** Engine processes, started when they are needed and kept warm for a while. */
export class EnginePool {
  private readonly members = new Set<Member>();
  private starting: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: EnginePoolOptions) {}

  /** A process with room for one more user. */
  async acquire(): Promise<Lease> {
    // One start at a time: users of a shared process must not each start their own.
    while (this.starting) await this.starting;
    if (this.closed) throw new PolymathError('unavailable', 'the engine is shutting down');
    const free = this.findFree();
    if (free) return this.lease(free);
    const start = this.start();
    this.starting = start.then(
      () => undefined,
      () => undefined,
    );
    try {
      return this.lease(await start);
    } finally {
      this.starting = undefined;
    }
  }

  /** The processes that live. */
  living(): readonly LivingEngine[] {
    const { role } = this.options;
    return [...this.members].map(({ engine }) => ({ role, pid: engine.pid }));
  }

  /** Ends all processes, also those in use. */
  async close(): Promise<void> {
    this.closed = true;
    await this.starting;
    await Promise.all([...this.members].map((member) => this.end(member)));
  }

  private findFree(): Member | undefined {
    return [...this.members].find(
      ({ engine, users, retired }) =>
        !retired && engine.isAlive && users < this.options.usersPerEngine,
    );
  }

  private async start(): Promise<Member> {
    const { role, observer } = this.options;
    observer.started(role);
    const engine = await EngineProcess.start(this.options).catch((error: unknown) => {
      observer.ended(role, 'died');
      throw error;
    });
    const member: Member = { engine, users: 0, uses: 0, retired: false };
    this.members.add(member);
    void engine.exited.then((how) => {
      observer.ended(role, how);
      clearTimeout(member.idleTimer);
      this.members.delete(member);
    });
    return member;
  }

  private lease(member: Member): Lease {
    clearTimeout(member.idleTimer);
    member.users += 1;
    member.uses += 1;
    if (member.uses >= this.options.maxUses) member.retired = true;
    return {
      engine: member.engine,
      release: (reusable) => {
        member.users -= 1;
        if (!reusable) member.retired = true;
        if (member.users > 0) return;
        if (member.retired) void this.end(member);
        else member.idleTimer = setTimeout(() => void this.end(member), this.options.idleMs);
      },
    };
  }

  private end(member: Member): Promise<void> {
    member.retired = true;
    clearTimeout(member.idleTimer);
    return member.engine.end();
  }
}
