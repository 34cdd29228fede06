export { readInt16, type Int16Options } from './read-int16.js';
export { readSignalCsv, type SignalCsvOptions } from './read-signal-csv.js';
export { readSignalNpy } from './read-signal-npy.js';
export { readWav } from './read-wav.js';
export type { Channel, Signal } from './signal.js';
