import { spawn } from 'node:child_process';
import { cleanUpAtExit } from './cleanup.mjs';

/**
 * Runs a program to its end and collects what it says.
 *
 * @param onLine called with every line of its standard output, as it comes
 * @returns its exit status and output; status is `undefined` where there is no such program
 */
export function run(program, args, { onLine, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const stop = cleanUpAtExit(() => child.kill('SIGTERM'));
    let output = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (onLine) text.split('\n').filter(Boolean).forEach(onLine);
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text));
    const end = (status) => {
      stop();
      resolve({ status, output, errors });
    };
    child.on('error', (error) => {
      errors += error.message;
      end(error.code === 'ENOENT' ? undefined : 1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}
