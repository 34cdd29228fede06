// npm run bench:stream -- [--channels N] [--seconds S] [--windows N] [--minutes M] [--memory-channels N]
// Live diagnosis over loopback, windows of 1,200 samples at 12 kHz, every 1,200: ours | the same verdicts by NumPy in one process, without a network.
// How late verdicts come on channels in real time; how many channels there could be; what memory is held after minutes of signal.
import { parseArgs } from 'node:util';
import { block, header, residentBytes, type DiagnosisProcess } from '@polymath/e2e';
import { formatLine } from './line.js';
import { latenessInRealTime, windowsASecond } from './stream/channels.js';
import { startOurs } from './stream/ours.js';
import { runPeer, type PeerResult } from './stream/peer.js';
import { benchSignal, hop, sampleRateHz } from './stream/signal.js';

const { values: options } = parseArgs({
  options: {
    channels: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '30' },
    windows: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '30' },
    'memory-channels': { type: 'string', default: '8' },
  },
});
const channels = Number(options.channels);
const seconds = Number(options.seconds);
const windows = Number(options.windows);
const minutes = Number(options.minutes);
const memoryChannels = Number(options['memory-channels']);
const windowsAChannel = sampleRateHz / hop;

function print(name: string, ours: number, peer: number, unit: string, lessIsBetter: boolean) {
  const ratio = lessIsBetter ? peer / ours : ours / peer;
  console.log(formatLine({ name, ours, peer, ratio, unit }));
}

/** Demands that both sides say the same of the first windows. */
async function checkAnswers(service: DiagnosisProcess, signal: Float32Array, peer: PeerResult) {
  const requests = (async function* () {
    yield header();
    yield block(0, signal.subarray(0, peer.probabilities.length * hop));
  })();
  for await (const { event } of service.diagnosis.diagnose(requests)) {
    if (event?.$case !== 'verdict') continue;
    const place = Number(event.value.window);
    const { probabilities, unknownScore } = event.value.verdict!;
    const apart = probabilities.map((p, c) => Math.abs(p - peer.probabilities[place]![c]!));
    const relative = Math.abs(unknownScore / peer.unknownScores[place]! - 1);
    if (!(Math.max(...apart) < 1e-3 && relative < 1e-2))
      throw new Error(`window ${place}: the sides differ by ${Math.max(...apart)}, ${relative}`);
  }
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(share * (sorted.length - 1))]!;

/** Resident memory after a sixth of the signal, and at its end, in MB. */
async function memory(service: DiagnosisProcess, signal: Float32Array) {
  const perChannel = minutes * 60 * windowsAChannel;
  const sixth = Math.floor((perChannel * memoryChannels) / 6);
  let early = 0;
  const onWindow = (total: number) => {
    if (total === sixth) early = residentBytes(service.pid) / 1e6;
  };
  await windowsASecond(service, signal, {
    channels: memoryChannels,
    windows: perChannel,
    onWindow,
  });
  return { early, late: residentBytes(service.pid) / 1e6 };
}

const signal = benchSignal();
const ours = await startOurs();
try {
  const { service, diagnoser } = ours;
  const peer = runPeer(diagnoser, signal, { channels, seconds, windows });
  await checkAnswers(service, signal, peer);
  const lateness = (await latenessInRealTime(service, signal, { channels, seconds })).sort(
    (a, b) => a - b,
  );
  print(`lateness-${channels}-channels-p50`, percentile(lateness, 0.5), peer.p50Ms, 'ms', true);
  print(`lateness-${channels}-channels-p99`, percentile(lateness, 0.99), peer.p99Ms, 'ms', true);
  const rate = await windowsASecond(service, signal, { channels, windows: windows / channels });
  const most = [rate, peer.windowsASecond].map((each) => Math.floor(each / windowsAChannel));
  print('channels-at-saturation', most[0]!, most[1]!, 'channels of 12 kHz', false);
  const { early, late } = await memory(service, signal);
  print(`memory-${minutes}-min`, late, early, 'MB; beside it after a sixth', true);
} finally {
  await ours.close();
}
