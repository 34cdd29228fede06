import { eventsStream } from '@polymath/events';
import { allRecords } from './records.js';
import { workStream } from './tokens.js';

/** The streams in which NATS keeps the jobs of all areas: records, tokens, events. */
export const jobStreams: readonly string[] = [allRecords.stream, workStream, eventsStream];
