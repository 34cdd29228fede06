export { connectClients, type Clients } from './clients.js';
export { startPlatform, type Platform } from './platform.js';
