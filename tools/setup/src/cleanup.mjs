// What must be undone when set-up is interrupted. It runs once, synchronously, as the process ends.
const tasks = new Set();

/** Runs `task` when the process ends. Returns a function that runs it now instead. */
export function cleanUpAtExit(task) {
  tasks.add(task);
  return () => {
    if (tasks.delete(task)) task();
  };
}

process.once('exit', () => {
  for (const task of [...tasks].reverse()) task();
});
for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }))
  process.once(signal, () => process.exit(128 + number));
