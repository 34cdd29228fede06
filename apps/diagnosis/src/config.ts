import { areaSettings } from '@polymath/area';
import { readSettings, setting } from '@polymath/service-kit';

/** Every setting of the service, from `POLYMATH_...` of its environment. */
const shape = {
  /** Where it listens, `host:port`; loopback, since there is no TLS. */
  diagnosisAddress: setting.text().default('127.0.0.1:7603'),
  /** Where operators find metrics and health over HTTP, `host:port`. */
  diagnosisAdminAddress: setting.text().default('127.0.0.1:7613'),
  ...areaSettings,
};

/** The settings of the service. */
export type Config = ReturnType<typeof readConfig>;

/** Reads the settings. @throws invalid-input naming every bad one */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  return readSettings(shape, env);
}
