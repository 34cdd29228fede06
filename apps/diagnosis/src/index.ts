export { startApp, type App } from './app.js';
export { readConfig, type Config } from './config.js';
