import { startArea, type App } from '@polymath/area';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import type { Config } from './config.js';
import { modelKinds } from './models/kinds.js';
import { modelOfJob } from './models/model-of-job.js';
import { compressionHandlers } from './rpc/index.js';

export type { App };

/** Builds the service's parts and starts them. */
export function startApp(config: Config): Promise<App> {
  const area = {
    name: 'compression',
    definition: CompressionServiceService,
    handlers: compressionHandlers,
    engine: new URL('./engine.js', import.meta.url),
    modelKinds,
    modelOfJob,
  };
  return startArea(area, config, {
    calls: config.compressionAddress,
    admin: config.compressionAdminAddress,
  });
}
