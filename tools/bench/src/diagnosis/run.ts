import { cutWindows } from '@polymath/diagnosis';
import type { DiagnosisOptions } from '../diagnosis.js';
import { runCalibration } from './calibration.js';
import { runFilters, runOffsets, runQuality, runShaftLines } from './checks.js';
import { at12kHz, hasCwru, readCwru } from './cwru.js';
import { runDrift } from './drift.js';
import { runEnvelopes } from './envelopes.js';
import type { parts } from './names.js';
import { runNovelty } from './novelty.js';
import { runProtocol } from './protocols.js';
import { runSimulated } from './simulated.js';

/** Prints the parts that are asked for, each with the time that it took. */
export async function runDiagnosis({ data, protocol, ...settings }: DiagnosisOptions) {
  if (!hasCwru(data)) {
    console.error(`skipped: this benchmark needs the packed CWRU records, ${data}/cwru`);
    return;
  }
  const raw = readCwru(data);
  const set = cutWindows(at12kHz(raw), { length: 1200, hop: 1200, most: 100 });
  const run: Record<(typeof parts)[number], () => Promise<void> | void> = {
    random: () => runProtocol('random', set, settings),
    within: () => runProtocol('within', set, settings),
    'one-load': () => runProtocol('one-load', set, settings),
    'leave-load': () => runProtocol('leave-load', set, settings),
    'leave-severity': () => runProtocol('leave-severity', set, settings),
    'shaft-lines': () => runShaftLines(raw),
    quality: () => runQuality(set),
    envelope: () => runEnvelopes(raw),
    filters: () => runFilters(set, settings),
    offsets: () => runOffsets(set, settings),
    novelty: () => runNovelty(set, settings),
    calibration: () => runCalibration(set, settings),
    simulated: () => runSimulated(settings),
    drift: () => runDrift(settings),
  };
  for (const name of protocol) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await run[name]();
    const { user, system } = process.cpuUsage(before);
    const wall = (performance.now() - start) / 1000;
    console.log(
      `# ${name}: ${wall.toFixed(0)} s, of one core ${((user + system) / 1e6).toFixed(0)} s`,
    );
  }
}
