import { status } from '@grpc/grpc-js';
import type { Manner, Mutation } from './mutate/mutation.js';
import type { Answer } from './send/answer.js';

/** What the service says of bytes that are no message: there is no field to name. */
const noMessage = 'the request is no message of its type';

/** Codes that a call can end with by the way in which it is made, whatever is asked. */
const byManner: Readonly<Record<Manner, readonly status[]>> = {
  'in order': [],
  'rubbish metadata': [],
  cancelled: [status.CANCELLED],
  late: [status.DEADLINE_EXCEEDED],
  abandoned: [status.CANCELLED],
  unread: [status.CANCELLED],
  torn: [status.CANCELLED],
  // gRPC's own library answers for what is below the messages; its specification has INTERNAL for some of that.
  'no request': [status.UNIMPLEMENTED, status.INTERNAL, status.CANCELLED],
  frames: [
    ...[status.UNIMPLEMENTED, status.INTERNAL, status.CANCELLED, status.DEADLINE_EXCEEDED],
    status.RESOURCE_EXHAUSTED,
  ],
};

/** Codes that say what is the matter. */
const honest: readonly status[] = [
  ...[status.OK, status.INVALID_ARGUMENT, status.NOT_FOUND, status.ALREADY_EXISTS],
  ...[status.FAILED_PRECONDITION, status.ABORTED, status.DATA_LOSS],
];

/** What is wrong with an answer; undefined: nothing. */
export function faultOf(mutation: Mutation, answer: Answer | undefined): string | undefined {
  if (!answer) return 'no answer';
  const { code, message, fields } = answer;
  const { manner, isRaw } = mutation;
  const isOurs = message === 'internal error';
  if (byManner[manner].includes(code) && !isOurs) return undefined;
  if (!honest.includes(code)) return `${status[code]}: ${message.slice(0, 200)}`;
  if (code !== status.INVALID_ARGUMENT || fields.length > 0) return undefined;
  const mayBeNoMessage = isRaw || manner === 'frames' || manner === 'no request';
  if (mayBeNoMessage && message === noMessage) return undefined;
  return `INVALID_ARGUMENT without a field: ${message.slice(0, 200)}`;
}
