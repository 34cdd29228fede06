// A lock between processes: a folder that exists while someone works. What is worked on lands by
// renaming, so a lock that is lost costs double work and never a broken result.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanUpAtExit } from './cleanup.mjs';

const POLL_MS = 250;
const HEARTBEAT_MS = 5_000;
const SILENT_TOO_LONG_MS = 30_000;

/**
 * Runs `work` while holding the lock at `path`; waits as long as another living process holds it.
 * @param say told once when there is somebody to wait for
 */
export async function withLock(path, say, work) {
  let told = false;
  while (!tryTake(path)) {
    const holder = readHolder(path);
    if (!holder || isDead(path, holder)) {
      remove(path);
      continue;
    }
    if (!told) say(`waiting for another set-up (process ${holder.pid}) to finish the same step`);
    told = true;
    await delay(POLL_MS);
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  const release = cleanUpAtExit(() => {
    clearInterval(heartbeat);
    remove(path);
  });
  try {
    return await work();
  } finally {
    release();
  }
}

/** Puts a folder that already names its holder at `path`, in one move that fails if one is there. */
function tryTake(path) {
  const mine = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, 'holder'), JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    renameSync(mine, path);
    return true;
  } catch {
    rmSync(mine, { recursive: true, force: true });
    return false;
  }
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(join(path, 'holder'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** On this host the process tells; on another, a lock nobody has touched for long is dead. */
function isDead(path, holder) {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (touched === undefined) return false;
  if (Date.now() - touched > SILENT_TOO_LONG_MS) return true;
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody took the lock for dead, after a suspended machine woke: double work, nothing worse.
  }
}

/** Renamed before it is emptied, so that nobody meets a lock without a holder. */
function remove(path) {
  const aside = `${path}.old.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Somebody else removed it.
  }
  rmSync(aside, { recursive: true, force: true });
}
