// Walks the repository: what its documents promise is there.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '@polymath/cli';
import { describe, expect, it } from 'vitest';
import { commands, documents, relativeLinks, rpcsOf } from './documents.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const all = documents(root);
const inRoot = (...path) => join(root, ...path);
const foldersOf = (...path) =>
  readdirSync(inRoot(...path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(...path, name));
/** What a function finds in the documents, each with the path of its document. */
const inDocuments = (find) =>
  all.flatMap(({ path, text }) => find(text).map((found) => [found, path]));

describe('every package', () => {
  const packages = ['libs', 'apps', 'tools']
    .flatMap((group) => foldersOf(group))
    .filter((folder) => existsSync(inRoot(folder, 'package.json')));

  it.each(packages)('%s has a README', (folder) => {
    expect(existsSync(inRoot(folder, 'README.md'))).toBe(true);
  });
});

describe('every link', () => {
  it.each(inDocuments(relativeLinks))('%s in %s leads somewhere', (target, path) => {
    expect(existsSync(inRoot(dirname(path), target))).toBe(true);
  });
});

describe('every RPC of an area', () => {
  const pages = all.filter(({ path }) => path.startsWith('docs/methods/'));
  const rpcs = foldersOf('apps')
    .map((app) => inRoot('proto/polymath', app.split('/').at(-1), 'v1'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .flatMap((file) => rpcsOf(readFileSync(file, 'utf8')));

  it.each(rpcs)('%s has its place in docs/methods', (rpc) => {
    expect(pages.some(({ text }) => text.includes(`\`${rpc}\``))).toBe(true);
  });
});

describe('every method', () => {
  const pages = all.filter(({ path }) => path.startsWith('docs/methods/'));
  const linked = pages.flatMap(({ path, text }) =>
    relativeLinks(text).map((target) => join(dirname(path), target)),
  );
  const areas = foldersOf('apps').map((app) => join('libs', app.split('/').at(-1), 'src'));
  const methods = areas
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) => foldersOf(folder))
    .filter((folder) => existsSync(inRoot(folder, 'README.md')));

  it('is found', () => {
    expect(methods).toContain('libs/compression/src/kegnet');
  });

  it.each(methods)('%s has a page in docs/methods that leads to it', (folder) => {
    expect(linked).toContain(join(folder, 'README.md'));
  });
});

describe('every npm script in a document', () => {
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

  it.each(inDocuments((text) => commands(text, 'npm run')))('%s in %s exists', (command) => {
    expect(scripts).toHaveProperty([command.split(' ')[2]]);
  });
});

describe('every polymath command in a document', () => {
  const lines = inDocuments((text) => commands(text, 'npx polymath'));

  it.each(lines)('%s in %s takes these options', async (line) => {
    const words = line.split(' ').slice(2);
    const options = words.filter((word) => word.startsWith('--'));
    const firstOption = words.findIndex((word) => word.startsWith('--'));
    const command = firstOption < 0 ? words : words.slice(0, firstOption);
    // A file in place of a command is for the group's own one, whose help stands under its name.
    if (command[0] === 'diagnose' && command[1]?.includes('.')) command.splice(1, 0, 'recording');
    const help = await helpOf(command);
    for (const option of options) expect(help).toContain(` ${option} `);
  });
});

/** What the command line says about a command; it fails for one that is not there. */
async function helpOf(command) {
  const out = [];
  const note = (text) => out.push(text);
  const terminal = { print: note, printJson: note, note, isWatched: false, columns: 200 };
  const shell = { terminal, env: {}, onInterrupt: () => () => undefined };
  const code = await runCli([...command, '--help'], shell);
  const help = `${out.join('\n')} `;
  expect({ code, help }).toMatchObject({ code: 0, help: expect.stringContaining('Usage:') });
  const named = command.filter((word) => /^[a-z-]+$/.test(word)).slice(0, 2);
  expect(help).toContain(`Usage: polymath ${named.join(' ')}`.trim());
  return help;
}
