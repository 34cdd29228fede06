import { residentBytes, type DiagnosisProcess } from '@polymath/e2e';
import { formatLine } from '../line.js';
import type { StreamOptions } from '../stream.js';
import { latenessInRealTime, windowsASecond } from './channels.js';
import { checkAnswers } from './check-answers.js';
import { startOurs } from './ours.js';
import { runPeer } from './peer.js';
import { benchSignal, hop, sampleRateHz } from './signal.js';

/** Of a channel, a second. */
const windowsAChannel = sampleRateHz / hop;

/** Prints lateness, channels at saturation and memory; throws when the sides differ. */
export async function runStream(options: StreamOptions): Promise<void> {
  const { channels, seconds, windows, minutes } = options;
  const signal = benchSignal();
  const ours = await startOurs();
  const { service, diagnoser } = ours;
  const peer = await runPeer(diagnoser, signal, { channels, seconds, windows });
  await checkAnswers(service, signal, peer);
  const late = await latenessInRealTime(service, signal, { channels, seconds });
  late.sort((a, b) => a - b);
  print(`lateness-${channels}-channels-p50`, percentile(late, 0.5), peer.p50Ms, 'ms', true);
  print(`lateness-${channels}-channels-p99`, percentile(late, 0.99), peer.p99Ms, 'ms', true);
  const rate = await windowsASecond(service, signal, { channels, windows: windows / channels });
  const most = [rate, peer.windowsASecond].map((each) => Math.floor(each / windowsAChannel));
  print('channels-at-saturation', most[0]!, most[1]!, 'channels of 12 kHz', false);
  const held = await memory(service, signal, options);
  print(`memory-${minutes}-min`, held.last, held.early, 'MB; beside it after a sixth', true);
  await ours.close();
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(share * (sorted.length - 1))]!;

/** Resident memory after a sixth of the signal, and at its end, in MB. */
async function memory(
  service: DiagnosisProcess,
  signal: Float32Array,
  { minutes, memoryChannels }: StreamOptions,
): Promise<{ early: number; last: number }> {
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
  return { early, last: residentBytes(service.pid) / 1e6 };
}

function print(name: string, ours: number, peer: number, unit: string, lessIsBetter: boolean) {
  const ratio = lessIsBetter ? peer / ours : ours / peer;
  console.log(formatLine({ name, ours, peer, ratio, unit }));
}
