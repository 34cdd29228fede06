import { serveEngine } from '@polymath/engine-host/serve';
import { describeEngine } from '@polymath/tensor';
import * as calls from './calls/index.js';
import * as jobs from './jobs/index.js';
import * as models from './models/index.js';

/** What the engine process of this area runs. */
serveEngine({
  jobs: Object.values(jobs),
  calls: Object.values(calls),
  models: Object.values(models),
  describe: describeEngine,
});
