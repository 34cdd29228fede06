import { createLogger, runUntilSignal } from '@polymath/service-kit';
import { startApp } from './app.js';
import { readConfig } from './config.js';

const log = createLogger('diagnosis', 'info');
await runUntilSignal(log, () => startApp(readConfig(process.env)));
