import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';

/** One delivery of a job's token. */
export interface Token {
  jobId: string;
  /** Where words about this delivery go. Another worker may say them: it is told this subject. */
  ackSubject: string;
}

/** The token that a message of the stream `WORK` is. */
export function toToken(message: JsMsg): Token {
  // The client's message has its reply subject, which its type leaves out.
  const { reply: ackSubject } = message as JsMsg & { reply: string };
  return { jobId: message.subject.split('.').at(-1)!, ackSubject };
}

/** The words about a token that the server understands. */
export const tokenWord = {
  /** Its job is being worked on: deliver it to nobody yet. */
  working: '+WPI',
  /** Its job has ended. */
  done: '+ACK',
  /** There is no such job. */
  gone: '+TERM',
} as const;

/** The word that gives a token back, to be delivered again after this time, in milliseconds. */
export function tokenBack(delayMs: number): string {
  return delayMs > 0 ? `-NAK ${JSON.stringify({ delay: Math.ceil(delayMs) * 1e6 })}` : '-NAK';
}

/** Says a word about a token. Nobody answers, and a word that is lost does no harm: the token comes back. */
export function say(nats: NatsConnection, ackSubject: string, word: string): void {
  if (!nats.isClosed()) nats.publish(ackSubject, word);
}
