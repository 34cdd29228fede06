import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist']);

/** Every document of the repository: its Markdown, but for what hidden and generated folders hold. */
export function documents(root, folder = '') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return documents(root, path);
    return path.endsWith('.md') ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
}

/** The relative links and pictures of a text, without their anchors; code is no place for links. */
export function relativeLinks(text) {
  const prose = text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.split('#')[0])
    .filter((target) => target && !/^[a-z]+:/.test(target));
}

/** The lines of a text's code that start with a command, continuations joined, remarks behind them cut off. */
export function commands(text, command) {
  const blocks = [...text.matchAll(/^( *)```[a-z]*\n([\s\S]*?)^\1```/gm)].map(([, , code]) => code);
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return [...blocks.flatMap((code) => code.replaceAll(/\\\n\s*/g, '').split('\n')), ...spans]
    .map((line) => line.trim().split(/ {2,}|; /)[0])
    .filter((line) => line === command || line.startsWith(`${command} `));
}

/** The RPCs of a proto file. */
export function rpcsOf(proto) {
  return [...proto.matchAll(/^ *rpc (\w+)\(/gm)].map(([, name]) => name);
}
