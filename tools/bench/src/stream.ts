import { amount, count } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  channels: count('channels in real time', 64),
  seconds: amount('of signal in real time, in seconds', 30),
  windows: count('windows of all channels together, as fast as they are taken', 20_000),
  minutes: amount('of signal on each channel whose memory is watched, as fast as it is taken', 30),
  memoryChannels: count('such channels', 8),
};

/** What the bench is asked for. */
export type StreamOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:stream',
    what:
      'Live diagnosis over loopback, windows of 1,200 samples at 12 kHz, every 1,200: ours beside the same verdicts by NumPy in ' +
      'one process, without a network. How late verdicts come on channels in real time; how many channels there could be; ' +
      'what memory is held after minutes of signal.',
    needs: 'Linux, and python3 with pip for NumPy, which is fetched at the first use',
    takes:
      'about five minutes, of which --minutes is most; one with --seconds 5 --windows 2560 --minutes 1',
    options,
  },
  async (given) => (await import('./stream/run.js')).runStream(given),
  { startsProcesses: true },
);
