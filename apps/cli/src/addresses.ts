import { addressVariable, areas, type Area } from './areas.js';
import { readRunFile } from './up/run-file.js';

/** What says where services are. */
export interface AddressSources {
  /** Of the option `--address`. */
  address?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/** The folder of data, logs and `run.json`: `POLYMATH_DATA_DIR`, else `.polymath` here. */
export function dataDirOf(env: AddressSources['env']): string {
  return env['POLYMATH_DATA_DIR'] ?? '.polymath';
}

/**
 * Where an area's service is: `--address`, else its environment variable, else where `polymath up` says in `run.json`, else
 * its port on the loopback.
 */
export function addressOf(area: Area, { address, env }: AddressSources): string {
  return (
    address ??
    (env[addressVariable(area)] || undefined) ??
    readRunFile(dataDirOf(env))?.services[area.name]?.address ??
    `127.0.0.1:${area.port}`
  );
}

/** The areas whose addresses the environment or `run.json` names: others do not run. Where neither names any, all. */
export function knownAreas(env: AddressSources['env']): readonly Area[] {
  const running = readRunFile(dataDirOf(env))?.services ?? {};
  const known = areas.filter((area) => env[addressVariable(area)] || running[area.name]);
  return known.length > 0 ? known : areas;
}
