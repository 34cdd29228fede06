// Gives every workspace package its Nx targets: lint, build and test, and generate for contracts.
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
    lint: run(`eslint --no-error-on-unmatched-pattern --no-warn-ignored ${root}`, {
      ...generated,
      inputs: ['default', '^production', '{workspaceRoot}/eslint.config.mjs'],
    }),
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

export const createNodesV2 = [
  '{libs,apps,tools}/*/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: projectOf(root, workspaceRoot) } }];
    }),
];
