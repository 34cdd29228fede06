import { Metadata, type Client } from '@grpc/grpc-js';
import type { Mutation } from '../mutate/mutation.js';
import type { Random } from '../random.js';
import type { Answer } from './answer.js';
import { callRaw } from './call.js';
import { brokenFrames, sendFrames } from './frames.js';
import { sendUnread } from './unread.js';

/** A service to send to. */
export interface Target {
  channel: Client;
  /** `host:port` */
  address: string;
}

/** An answer that takes longer than this counts as none, in milliseconds. */
const patienceMs = 40_000;

/** How long an abandoned call waits for more, in milliseconds. */
const abandonMs = 50;

/** Makes the call of a mutation; undefined: there was no answer. */
export async function send(target: Target, mutation: Mutation): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined);
  });
  try {
    return await Promise.race([dispatch(target, mutation), late]);
  } finally {
    clearTimeout(timer);
  }
}

function dispatch({ channel, address }: Target, mutation: Mutation): Promise<Answer> {
  const { rpc, messages, manner, random } = mutation;
  switch (manner) {
    case 'in order':
      return callRaw(channel, rpc, messages);
    case 'cancelled':
      return callRaw(channel, rpc, messages, { cancelAfterMs: random.pick([0, 0, 1, 5]) });
    case 'late':
      return callRaw(channel, rpc, messages, { deadline: Date.now() + random.pick([-1000, 0, 1]) });
    case 'rubbish metadata':
      return callRaw(channel, rpc, messages, { metadata: rubbish(random) });
    case 'abandoned':
      return callRaw(channel, rpc, messages, { open: true, cancelAfterMs: abandonMs });
    case 'unread':
      return sendUnread(address, rpc.path, messages, { stayMs: 500, readsNothing: true });
    case 'torn':
      return sendUnread(address, rpc.path, messages, {
        stayMs: random.below(40),
        readsNothing: false,
      });
    case 'no request':
      return sendFrames(address, rpc.path, { headers: {}, body: Buffer.alloc(0), what: '' });
    case 'frames':
      return sendFrames(address, rpc.path, brokenFrames(random, messages[0] ?? Buffer.alloc(0)));
  }
}

function rubbish(random: Random): Metadata {
  const metadata = new Metadata();
  metadata.set('x-bin', random.bytes(random.below(2000)));
  metadata.set('x-long', 'x'.repeat(random.below(4000)));
  metadata.set('traceparent', random.pick(['', '00-0-0-0', '%', 'x'.repeat(300)]));
  metadata.set('authorization', random.pick(['Bearer', 'Basic ::', '"']));
  metadata.set('grpc-status-details-bin', random.bytes(30));
  return metadata;
}
