import { errors, type Msg, type NatsConnection } from '@nats-io/nats-core';
import { holdSubject } from '@polymath/events';

/** The holder's side of the question "does anybody hold this job?". */
export interface Answers {
  /** From now on answers, those first who have asked already. */
  begin(takeOver: (ackSubject: string) => void): void;
  close(): void;
}

/**
 * Listens for claimants of a job under one epoch. A worker listens before it claims, so that there is no
 * moment in which the job is held and nobody hears; it answers only after.
 */
export function listenForClaimants(nats: NatsConnection, jobId: string, epoch: number): Answers {
  let takeOver: ((ackSubject: string) => void) | undefined;
  let early: Msg[] = [];
  const answer = (question: Msg) => {
    const ackSubject = question.string();
    if (isAckSubject(ackSubject)) takeOver?.(ackSubject);
    question.respond('held');
  };
  const subscription = nats.subscribe(holdSubject(jobId, epoch), {
    callback: (error, question) => {
      if (error) return;
      if (takeOver) answer(question);
      else early.push(question);
    },
  });
  return {
    begin: (listener) => {
      takeOver = listener;
      for (const question of early) answer(question);
      early = [];
    },
    close: () => subscription.unsubscribe(),
  };
}

/**
 * Whether a text can be where a token is acknowledged. Anybody can ask, and the client refuses to publish to what is no subject:
 * an error in the midst of its reader would end the connection.
 */
function isAckSubject(text: string): boolean {
  return text.length <= 512 && /^\$JS\.ACK(\.[\w-]+)+$/.test(text);
}

/** What is asked, and how long the asker waits. */
export interface Question {
  jobId: string;
  epoch: number;
  /** Where the token that a claimant has got is acknowledged: the holder takes it over. Empty: no token is at stake. */
  ackSubject: string;
  timeoutMs: number;
}

/** The holder answered; somebody listens and did not answer in time; nobody listens. */
export type Answer = 'held' | 'silent' | 'nobody';

/** Asks who holds a job. */
export async function askHolder(nats: NatsConnection, question: Question): Promise<Answer> {
  const { jobId, epoch, ackSubject, timeoutMs } = question;
  return nats.request(holdSubject(jobId, epoch), ackSubject, { timeout: timeoutMs }).then(
    () => 'held',
    (error: unknown) => {
      const isNobody = error instanceof errors.RequestError && error.isNoResponders();
      return isNobody ? 'nobody' : 'silent';
    },
  );
}

/** Asks whether somebody holds a job. No answer in time, and nobody there to ask, are both no. */
export async function isHeld(nats: NatsConnection, question: Question): Promise<boolean> {
  return (await askHolder(nats, question)) === 'held';
}
