// Loaded into a service under test: on SIGUSR2 it collects its garbage and writes what it holds to a file.
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc');
const folder = process.env.POLYMATH_PROBE_DIR;

process.on('SIGUSR2', () => {
  collect();
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const file = `${folder}/${process.pid}.json`;
  writeFileSync(`${file}.new`, JSON.stringify({ rss, heapUsed, external, resources }));
  renameSync(`${file}.new`, file);
});
