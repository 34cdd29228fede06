import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './schedule.js';
import type { Seat } from './stage/seat.js';
import type { Stage } from './stage/stage.js';

/** What the faults of a run have met. */
export interface Hits {
  /** Kills of services and engine processes that held a running job at that moment. */
  running: number;
  /** All kills of services and engine processes. */
  kills: number;
}

/** Where faults happen, and who is told of each. */
export interface FaultParts {
  stage: Stage;
  hits: Hits;
  log: (line: string) => void;
}

/** Carries out one fault and undoes it when its time is over; where nobody can be met now, it is left out. */
export async function carryOut(parts: FaultParts, fault: Fault): Promise<void> {
  if (fault.kind === 'kill nats' || fault.kind === 'freeze nats') await onNats(parts, fault);
  else await onService(parts, fault);
}

async function onNats({ stage: { broker }, log }: FaultParts, fault: Fault): Promise<void> {
  const { kind, choice, lastsMs } = fault;
  if (broker.isBusy) {
    log(`${kind}: nobody to meet`);
    return;
  }
  broker.isBusy = true;
  const server = await broker.victim(choice);
  log(`${kind} ${broker.servers.indexOf(server) + 1} for ${lastsMs} ms`);
  await (kind === 'kill nats' ? server.kill() : server.freeze());
  await delay(lastsMs);
  if (kind === 'kill nats') await server.start();
  else server.thaw();
  broker.isBusy = false;
}

async function onService(parts: FaultParts, fault: Fault): Promise<void> {
  const { log } = parts;
  const seat = choose(parts.stage, fault);
  if (!seat) {
    log(`${fault.kind}: nobody to meet`);
    return;
  }
  seat.isBusy = true;
  try {
    await act(parts, fault, seat);
  } finally {
    seat.isBusy = false;
  }
}

/** A service that is up and meets no other fault; one that runs a job rather than an idle one. */
function choose({ seats, witness }: Stage, { choice }: Fault): Seat | undefined {
  const free = seats.filter(({ service, isBusy }) => service && !isBusy);
  const running = free.filter(({ service }) => witness.runningIn(service!.pid) > 0);
  const from = running.length > 0 ? running : free;
  return from[choice % from.length];
}

async function act(parts: FaultParts, { kind, lastsMs }: Fault, seat: Seat): Promise<void> {
  const { stage, hits, log } = parts;
  const { pid } = seat.service!;
  const jobs = stage.witness.runningIn(pid);
  const [engine] = seat.engines();
  const isKill = kind === 'kill service' || (kind === 'kill engine' && engine !== undefined);
  if (isKill) hits.kills += 1;
  if (isKill && jobs > 0) hits.running += 1;
  log(`${kind} of ${seat.name} for ${lastsMs} ms, jobs running: ${jobs}`);
  if (kind === 'kill service') await seat.kill(lastsMs);
  if (kind === 'kill engine' && engine !== undefined) send(engine, 'SIGKILL');
  if (kind === 'freeze service') await freeze(pid, lastsMs);
  if (kind === 'freeze engine' && engine !== undefined) await freeze(engine, lastsMs);
  if (kind !== 'cut off service') return;
  for (const link of seat.links) link.cut();
  await delay(lastsMs);
  await Promise.all(seat.links.map((link) => link.mend()));
}

async function freeze(pid: number, lastsMs: number): Promise<void> {
  // A frozen process hears nothing but SIGKILL: it must not outlive this one.
  const killNow = () => send(pid, 'SIGKILL');
  process.once('exit', killNow);
  send(pid, 'SIGSTOP');
  await delay(lastsMs);
  send(pid, 'SIGCONT');
  process.removeListener('exit', killNow);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
