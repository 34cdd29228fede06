import { status } from '@grpc/grpc-js';
import { faultOf } from './judge.js';
import type { MadeJobs } from './made-jobs.js';
import { makeMutation, type Mutation } from './mutate/mutation.js';
import type { Rpc } from './rpcs.js';
import type { Answer } from './send/answer.js';
import { callRaw } from './send/call.js';
import { send } from './send/send.js';
import type { AreaWorld } from './stage/world.js';
import { validRequests } from './valid/valid.js';

/** How many mutations are on their way at once. */
const inFlight = 16;

/** Stands for an answer that did not come. */
const unanswered: Answer = {
  ...{ code: status.CANCELLED, message: 'no answer', fields: [], response: undefined },
};

/** A promise that was broken, so that it can be repeated. */
export interface Fault {
  area: string;
  path: string;
  /** Of the mutation; undefined: the valid request after all of them. */
  number: number | undefined;
  what: string;
  fault: string;
}

/** What the mutations of one RPC came to. */
export interface RpcResult {
  area: string;
  path: string;
  mutations: number;
  /** How many answers, by code. */
  codes: ReadonlyMap<status, number>;
  faults: readonly Fault[];
}

/** Sends mutations of one RPC's valid request to one service, then the valid request itself. */
export async function fuzzRpc(
  { world, rpc, jobs }: { world: AreaWorld; rpc: Rpc; jobs: MadeJobs },
  { seed, numbers }: { seed: number; numbers: readonly number[] },
): Promise<RpcResult> {
  const { name: area, target, words } = world;
  const valid = await validRequests[rpc.path]!(world);
  const codes = new Map<status, number>();
  const faults: Fault[] = [];
  const blame = (what: string, fault: string, number?: number) =>
    faults.push({ area, path: rpc.path, number, what, fault });
  const judge = (mutation: Mutation, answer: Answer | undefined) => {
    const code = answer?.code ?? status.UNKNOWN;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    const fault = faultOf(mutation, answer);
    if (fault !== undefined) blame(mutation.what, fault, mutation.number);
  };
  const waiting = [...numbers];
  const work = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const mutation = makeMutation({ seed: `${seed} ${area}`, rpc, number }, valid, words);
      const answer = await send(target, mutation);
      judge(mutation, answer);
      await jobs.note(mutation, answer ?? unanswered);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const afterwards = await validRequests[rpc.path]!(world);
  const last = await callRaw(target.channel, rpc, afterwards);
  await jobs.note({ rpc, messages: afterwards } as unknown as Mutation, last);
  if (last.code !== status.OK) {
    blame('the valid request afterwards', `${status[last.code]}: ${last.message}`);
  }
  return { area, path: rpc.path, mutations: numbers.length, codes, faults };
}
