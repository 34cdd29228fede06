import { setTimeout as delay } from 'node:timers/promises';
import { footprintOf, growth, settledFootprint } from '../stage/footprint.js';
import type { Stage } from '../stage/stage.js';
import { randomOf } from '../random.js';
import { dial } from './dial.js';
import { idleLoad, watch } from './watched.js';
import { join } from 'node:path';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const connections = 1000;

/** What somebody may say who takes the port for another. */
function greetings(seed: number): Buffer[] {
  const random = randomOf(seed, 'ports');
  const hello = Buffer.from('16030100310100002d0303', 'hex');
  return [
    ...Array.from({ length: 50 }, () => random.bytes(1 + random.below(400))),
    Buffer.from('GET / HTTP/1.1\r\nHost: polymath\r\n\r\n'),
    Buffer.concat([hello, random.bytes(40)]),
    preface.subarray(0, 10),
    preface,
    Buffer.concat([preface, settings]),
    // A frame of each type for stream 0 and 1, its content at random.
    ...Array.from({ length: 60 }, (_, i) => {
      const frame = Buffer.from([0, 0, 40, i % 12, random.below(256), 0, 0, 0, i % 2]);
      return Buffer.concat([preface, settings, frame, random.bytes(40)]);
    }),
  ];
}

/** Opens connections to each service and says what is no call; tells what came to harm. */
export async function strangersOnPorts(
  stage: Stage,
  seed: number,
  log: (line: string) => void,
): Promise<string[]> {
  const faults: string[] = [];
  for (const world of stage.worlds) {
    const { name, target } = world;
    const { pid } = stage.services[name];
    const answers = async (when: string) => {
      await world.clients.inference
        .serverLive({}, { timeoutMs: 10_000 })
        .catch((error: unknown) => {
          faults.push(`strangers on the port of ${name}: no answer ${when}: ${String(error)}`);
        });
    };
    const before = await footprintOf(pid, join(stage.folder, 'probes'));
    const open = await Promise.all(greetings(seed).map((bytes) => dial(target.address, bytes)));
    const slow = await dial(target.address, Buffer.alloc(0));
    for (const byte of preface) {
      slow.write(Buffer.of(byte));
      await delay(20);
    }
    await answers('beside strangers');
    const idle = await Promise.all(
      Array.from({ length: connections }, () => dial(target.address, Buffer.alloc(0))),
    );
    await answers(`beside ${connections} connections`);
    const { load } = await watch(pid, stage.logFile(name));
    const left = idle.filter((socket) => !socket.destroyed).length;
    for (const socket of [...open, slow, ...idle]) socket.destroy();
    await answers('afterwards');
    const after = await settledFootprint(pid, join(stage.folder, 'probes'), before);
    log(`strangers on the port of ${name}: load ${load.toFixed(2)} with ${left} idle connections, descriptors ${before.descriptors}, then ${after.descriptors}`); // prettier-ignore
    if (load > idleLoad)
      faults.push(`strangers on the port of ${name}: a load of ${load.toFixed(2)}`);
    faults.push(
      ...growth(before, after).map((more) => `strangers on the port of ${name}: ${more}`),
    );
  }
  return faults;
}
