import { describe, expect, it } from 'vitest';
import { fakeShell } from './fake-shell.fixture.js';

describe('runCli', () => {
  it('shows every command and every exit code in its help', async () => {
    const shell = fakeShell();
    expect(await shell.run('--help')).toBe(0);
    const help = shell.out.join('\n');
    for (const word of [
      'up',
      'demo',
      'jobs',
      'artifacts',
      'admin',
      'compress',
      '130  interrupted',
    ]) {
      expect(help).toContain(word);
    }
  });

  it('makes a command of every RPC, with its comment', async () => {
    const shell = fakeShell();
    await shell.run('compress', '--help');
    const help = shell.out.join('\n');
    expect(help).toMatch(/train-classifier \[options\] +Job: trains a classifier/);
    expect(help).toContain('sample-generators');
  });

  it('tells the comment of each field in the help of its option', async () => {
    const shell = fakeShell();
    await shell.run('compress', 'compress-classifier', '--help');
    const help = shell.out.join(' ').replaceAll(/\s+/g, ' ');
    expect(help).toContain('--fine-tuning.epochs <number> At most so many passes');
  });

  it.each(['train-classifier', 'compress-classifier', 'distill', 'train-embedding'])(
    'keeps the help of %s within the terminal, what every job has at its end',
    async (name) => {
      const shell = fakeShell();
      await shell.run('compress', name, '--help');
      for (const line of shell.out) expect(line.length, line).toBeLessThanOrEqual(80);
      const [own, common] = ['Request:', 'Any job:'].map((title) => shell.out.indexOf(title));
      expect(own).toBeGreaterThan(0);
      expect(common).toBeGreaterThan(own!);
    },
  );

  it.each([[['fly']], [['jobs']], [['jobs', 'get']], [['jobs', 'list', '--limit', '0']]])(
    'answers bad usage with exit code 2: %j',
    async (args) => {
      const shell = fakeShell();
      expect(await shell.run(...args)).toBe(2);
      expect(shell.out).toEqual([]);
    },
  );
});
