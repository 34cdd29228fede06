import type { EventsConnection } from '@polymath/events';

/** A word about a token that somebody has said. */
export interface Word {
  word: string;
  ackSubject: string;
  /** Which token of the stream: one that is published anew has another. */
  sequence: number;
  /** Which delivery of that token, from 1 on. */
  delivery: number;
}

/** Hears every word about every token from now on; the list grows. */
export async function hearWords({ nats }: EventsConnection): Promise<readonly Word[]> {
  const heard: Word[] = [];
  nats.subscribe('$JS.ACK.WORK.>', {
    callback: (_, message) => {
      const { subject: ackSubject } = message;
      // $JS.ACK.<stream>.<consumer>.<delivery>.<sequence>.<...>
      const [delivery, sequence] = ackSubject.split('.').slice(4, 6).map(Number);
      heard.push({ word: message.string(), ackSubject, delivery: delivery!, sequence: sequence! });
    },
  });
  await nats.flush();
  return heard;
}
