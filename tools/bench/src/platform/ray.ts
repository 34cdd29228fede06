import { fileURLToPath } from 'node:url';
import { outputOf } from '../command/child-output.js';
import { pythonWith } from '../python-packages.js';

const requirements = ['ray[default]==2.60.0'];
// From src/ and from dist/ alike.
const program = fileURLToPath(new URL('../../src/peer/ray_jobs.py', import.meta.url));

/** When a client sees that a job runs and that it has ended, in milliseconds from its submission on. */
export interface PeerTimes {
  running: number;
  ended: number;
}

/** Of Ray Jobs, job after job; none where it cannot be installed or started, which is said. */
export async function peerStartTimes(rounds: number): Promise<PeerTimes[]> {
  if (rounds === 0) return [];
  try {
    const { command, env } = pythonWith('ray', requirements);
    const quiet = { ...env, RAY_USAGE_STATS_ENABLED: '0' };
    const stdout = await outputOf(command, [program, String(rounds)], quiet, 600_000);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as PeerTimes[];
  } catch (error) {
    console.error(`no figures of Ray Jobs: ${error instanceof Error ? error.message : 'unknown'}`);
    return [];
  }
}
