export { connectEvents, type EventsConnection } from './connection.js';
export {
  checkServerVersion,
  defaultConnectionSettings,
  type ConnectionSettings,
} from './settings.js';
export { fromNatsError, natsIsAway } from './nats-error.js';
export { publishEvent, publishState, removeEvents, type WorkEvent } from './publish.js';
export { newestEvent, type KeptEvent } from './newest-event.js';
export { watchEvents, type WatchedEvent, type WatchOptions } from './watch.js';
export { readStored } from './read-stored.js';
export { readStream, type ReadOptions } from './read-stream.js';
export { ensureEventsStream, ensureStream, eventsStream } from './streams.js';
export { streamSizes, type StreamSize } from './stream-sizes.js';
export * from './subjects.js';
export { fromTimestamp, toTimestamp } from './timestamp.js';
