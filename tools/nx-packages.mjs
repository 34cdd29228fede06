// Gives every package its Nx targets, build and test, contracts generate, and the workspace as a whole lint.
// They stand here alone: targetDefaults in nx.json would replace what a plugin infers.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const name = 'polymath-packages';

const CONTRACTS = 'libs/contracts';
const generated = { dependsOn: [{ projects: ['@polymath/contracts'], target: 'generate' }] };

/** A cached command that runs in the workspace root. */
const run = (command, extra) => ({
  executor: 'nx:run-commands',
  options: { command, cwd: '{workspaceRoot}' },
  cache: true,
  inputs: ['default', '^production'],
  outputs: [],
  ...extra,
});

function targetsOf(root, workspaceRoot) {
  const targets = {
    test: run('vitest run --project {projectName} --passWithNoTests', {
      ...generated,
      inputs: ['default', '^production', '{workspaceRoot}/vitest.config.ts'],
    }),
  };
  if (existsSync(join(workspaceRoot, root, 'tsconfig.json')))
    targets.build = run(`tsc -b ${root}`, {
      dependsOn: [...generated.dependsOn, '^build'],
      outputs: ['{projectRoot}/dist'],
    });
  if (root === CONTRACTS)
    targets.generate = run(`node ${CONTRACTS}/generate.mjs`, {
      inputs: ['protos', { externalDependencies: ['@bufbuild/buf', 'ts-proto'] }],
      outputs: ['{projectRoot}/src/gen', '{projectRoot}/descriptors.binpb'],
    });
  return targets;
}

// The generated code is git-ignored, so Nx does not hash it: it hashes what that comes from instead.
const sourcesOfContracts = ['{projectRoot}/**/*', 'toolchain', 'protos'];

function projectOf(root, workspaceRoot) {
  const namedInputs =
    root === CONTRACTS ? { default: sourcesOfContracts, production: sourcesOfContracts } : {};
  return { namedInputs, targets: targetsOf(root, workspaceRoot) };
}

// One run over everything: packages share their types, and a run each took three times as long.
const workspace = {
  name: 'workspace',
  targets: {
    lint: run('eslint .', {
      ...generated,
      inputs: ['toolchain', 'protos', '{workspaceRoot}/**/*.{ts,mjs,json}'],
    }),
  },
};

export const createNodesV2 = [
  '{package.json,libs/*/package.json,apps/*/package.json,tools/*/package.json}',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = dirname(file);
      const project = root === '.' ? workspace : projectOf(root, workspaceRoot);
      return [file, { projects: { [root]: project } }];
    }),
];
