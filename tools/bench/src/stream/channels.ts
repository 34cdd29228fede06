import { setTimeout as delay } from 'node:timers/promises';
import type { DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { block, header, type DiagnosisProcess } from '@polymath/e2e';
import { hop, sampleRateHz } from './signal.js';

const hopMs = (1000 * hop) / sampleRateHz;

/** Block i of a channel: so many windows of a signal that repeats. */
function samplesOf(signal: Float32Array, i: number, windows: number): Float32Array {
  const start = (i * windows * hop) % (signal.length - windows * hop);
  return signal.subarray(start, start + windows * hop);
}

/**
 * Channels at the pace of their sensors, a window a block, their beginnings spread over a hop: how late each verdict comes, in milliseconds after the
 * last sample of its window was due.
 */
export async function latenessInRealTime(
  service: DiagnosisProcess,
  signal: Float32Array,
  { channels, seconds }: { channels: number; seconds: number },
): Promise<number[]> {
  const begin = performance.now() + 2000;
  const windows = Math.floor((1000 * seconds) / hopMs);
  const each = Array.from({ length: channels }, async (_, channel) => {
    const dueMs = (i: number) => begin + (channel / channels) * hopMs + (i + 1) * hopMs;
    const requests = async function* (): AsyncGenerator<DiagnoseRequest> {
      yield header({ channelId: `channel ${channel}` });
      for (let i = 0; i < windows; i++) {
        await delay(Math.max(0, dueMs(i) - performance.now()));
        yield block(i, samplesOf(signal, i + channel, 1));
      }
    };
    const lateness: number[] = [];
    for await (const { event } of service.diagnosis.diagnose(requests())) {
      if (event?.$case !== 'verdict') continue;
      lateness.push(performance.now() - dueMs(Number(event.value.window)));
    }
    return lateness;
  });
  // The first second loads the model and compiles.
  return (await Promise.all(each)).flatMap((found) => found.slice(10));
}

/** Channels as fast as the service takes them, ten windows a block, until each has sent so many: windows a second over all. */
export async function windowsASecond(
  service: DiagnosisProcess,
  signal: Float32Array,
  {
    channels,
    windows,
    onWindow = () => undefined,
  }: { channels: number; windows: number; onWindow?: (total: number) => void },
): Promise<number> {
  const perBlock = 10;
  const startMs = performance.now();
  let total = 0;
  const each = Array.from({ length: channels }, async (_, channel) => {
    const requests = async function* (): AsyncGenerator<DiagnoseRequest> {
      yield header({ channelId: `channel ${channel}` });
      for (let i = 0; i < windows / perBlock; i++)
        yield block(i, samplesOf(signal, i + channel, perBlock));
    };
    for await (const { event } of service.diagnosis.diagnose(requests()))
      if (event?.$case === 'verdict') onWindow(++total);
  });
  await Promise.all(each);
  return (1000 * total) / (performance.now() - startMs);
}
