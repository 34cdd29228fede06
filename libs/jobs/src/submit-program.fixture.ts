import { connectEvents } from '@polymath/events';
import { createLogger } from '@polymath/service-kit';
import { fastConnection } from './fast-settings.fixture.js';
import { submission } from './submission.fixture.js';
import { openJobStore } from './store.js';
import { submitJob } from './submit.js';

// Makes the same job several times at once, tells its parent process the ids of the answers, and ends.

/** How it is started: the first argument, as JSON. */
export interface SubmitOptions {
  url: string;
  requestId: string;
  times: number;
  /** Kills itself when the record is there and the token is due. */
  diesBeforeToken?: boolean;
}

const { url, requestId, times, diesBeforeToken } = JSON.parse(process.argv[2]!) as SubmitOptions;
const connection = await connectEvents({ ...fastConnection, url });
const store = await openJobStore(connection, { area: 'test', replicas: 1 });
const tokens = diesBeforeToken ? { ...store.tokens, add: die } : store.tokens;
const log = createLogger('test', 'silent');
const parts = { store: { ...store, tokens }, maxAttempts: 3, gpu: false, log };
const answers = Array.from({ length: times }, () => submitJob(parts, submission(requestId)));
const ids = (await Promise.all(answers)).map(({ id }) => id);
process.send!(ids, () => process.exit(0));

async function die(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  // The signal takes a moment.
  await new Promise(() => undefined);
}
