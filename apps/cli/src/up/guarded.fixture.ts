import { startChild } from './child.js';

// Starts a program that lasts, and tells its process id.
const child = startChild({
  ...{ name: 'sleep', command: 'sleep', args: ['600'], env: process.env },
  logFile: process.argv[2]!,
});
console.log(child.pid);
setInterval(() => undefined, 1000);
