import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { createLogger } from '@polymath/service-kit';
import { defaultJobSettings } from './settings.js';
import { startJobs } from './start-jobs.js';
import { engine } from './state-machine.fixture.js';

// A service of the area `test` whose jobs never end; run as a process of its own with the server's URL as argument.
const settings = { ...defaultConnectionSettings, url: process.argv[2]!, name: 'endless' };
await startJobs({
  connection: await connectEvents(settings),
  ...{ area: 'test', engine, gpu: false, log: createLogger('test', 'silent') },
  settings: defaultJobSettings,
  execute: (holder) => {
    holder.progress({ phase: 'train', step: 1n, steps: 9n, metrics: {} });
    return new Promise(() => undefined);
  },
});
