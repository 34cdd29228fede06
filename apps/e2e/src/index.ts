export { connectClients, type Clients } from './clients.js';
export { startPlatform, type Platform } from './platform.js';
export { enginesOf } from './engine-processes.fixture.js';
export { get, outputOf, put, putImages, succeeded } from './jobs.fixture.js';
export { patterns } from './patterns.fixture.js';
export { startService, type ServiceProcess } from './service-process.fixture.js';
