import { startArea, type App } from '@polymath/area';
import { DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Config } from './config.js';
import { modelKinds } from './models/kinds.js';
import { modelOfJob } from './models/model-of-job.js';
import { diagnosisHandlers } from './rpc/index.js';

export type { App };

/** Builds the service's parts and starts them. */
export function startApp(config: Config): Promise<App> {
  const area = {
    name: 'diagnosis',
    definition: DiagnosisServiceService,
    handlers: diagnosisHandlers,
    engine: new URL('./engine.js', import.meta.url),
    modelKinds,
    modelOfJob,
  };
  return startArea(area, config, {
    calls: config.diagnosisAddress,
    admin: config.diagnosisAdminAddress,
  });
}
