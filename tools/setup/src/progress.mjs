import { cleanUpAtExit } from './cleanup.mjs';

const SPINNER = '|/-\\';
const PLAIN_EVERY_MS = 30_000;

/**
 * Tells about one long step on standard error: a line that is drawn again on a terminal, elsewhere
 * a line at the start and then one every half minute.
 *
 * @param label what is being done
 * @param done tells how much of it is done, between 0 and 1; without it only the time is shown
 * @returns a function that ends the report; with false it leaves out the closing line
 */
export function showProgress(label, done, stream = process.stderr) {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(0)} s`;
  const share = () =>
    done ? `${Math.floor(Math.min(1, done()) * 100)} %, ${seconds()}` : seconds();
  let turn = 0;
  const draw = () => stream.write(`\r\x1b[K${SPINNER[turn++ % 4]} ${label}: ${share()}`);
  const tell = () => stream.write(`  ${label}: ${share()}\n`);
  if (!stream.isTTY) stream.write(`  ${label}\n`);
  const timer = setInterval(stream.isTTY ? draw : tell, stream.isTTY ? 120 : PLAIN_EVERY_MS);
  const clear = cleanUpAtExit(() => {
    clearInterval(timer);
    if (stream.isTTY) stream.write('\r\x1b[K');
  });
  return (succeeded = true) => {
    clear();
    if (succeeded) stream.write(`  ${label}: done in ${seconds()}\n`);
  };
}

/**
 * Runs a program under its progress report.
 * @param work starts it and returns what `run` of command.mjs returns
 */
export async function withProgress(label, work, done) {
  const end = showProgress(label, done);
  const result = await work();
  end(result.status === 0);
  return result;
}
