import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Who may import whom, by the tags in each package.json (ARCHITECTURE.md draws the same table). */
const mayImport = {
  'type:app': ['type:method', 'type:platform', 'type:contract', 'type:foundation'],
  'type:method': ['type:foundation'],
  'type:platform': ['type:platform', 'type:contract', 'type:foundation'],
  'type:foundation': ['type:foundation'],
  'type:contract': [],
};
/** These may import anything; nobody imports them, but tests their fixtures (`type:testing`). */
const anything = ['type:testing', 'type:e2e', 'type:tool'];
const scopes = ['compression', 'rl', 'diagnosis', 'vision'];

/** The boundary rule; `extra` are types that are allowed beside those of the table. */
const boundaries = (extra) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    depConstraints: [
      ...Object.entries(mayImport).map(([sourceTag, tags]) => ({
        sourceTag,
        onlyDependOnLibsWithTags: [...tags, ...extra],
      })),
      ...anything.map((sourceTag) => ({ sourceTag, onlyDependOnLibsWithTags: ['*'] })),
      ...scopes.map((scope) => ({
        sourceTag: `scope:${scope}`,
        onlyDependOnLibsWithTags: [`scope:${scope}`, 'scope:shared'],
      })),
      {
        allSourceTags: ['type:app', 'scope:shared'],
        onlyDependOnLibsWithTags: ['scope:shared'],
      },
    ],
  },
];

const ofNode = ['process', 'console', 'URL', 'Buffer', 'performance', 'setTimeout', 'clearTimeout'];
ofNode.push('setInterval', 'clearInterval', 'AbortController', 'AbortSignal', 'fetch');

const outside = ['fs', 'net', 'http', 'https', 'http2', 'dgram', 'child_process', 'worker_threads'];
const noOutside = {
  patterns: [
    {
      regex: `^(node:)?(${[...outside, 'os', 'process'].join('|')})(/|$)`,
      message: 'A method is pure: data and settings come in as arguments.',
    },
  ],
};
const impure = ['process', 'Date', 'performance', 'fetch', 'setTimeout', 'setInterval'];

export default defineConfig(
  globalIgnores(['**/dist/', '.nx/', '.cache/', '.polymath/', 'libs/contracts/src/gen/']),
  eslint.configs.recommended,
  { rules: { 'max-lines': ['error', 300] } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(ofNode.map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['*.config.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A training loop is an async generator even where its steps are synchronous.
      '@typescript-eslint/require-await': 'off',
      // An index is in range by the loop around it far more often than the compiler can see.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: ['{libs,apps,tools}/*/src/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': boundaries([]) },
  },
  {
    files: ['{libs,apps,tools}/*/src/**/*.{test,fixture}.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(['type:testing']),
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a seeded random stream instead.' },
      ],
    },
  },
  {
    files: [`libs/{${scopes.join(',')}}/src/**/*.ts`],
    ignores: ['**/*.{test,fixture}.ts'],
    rules: {
      'no-restricted-imports': ['error', noOutside],
      'no-restricted-globals': ['error', ...impure],
    },
  },
);
