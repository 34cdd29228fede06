import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  createFileRegistry,
  fromBinary,
  type DescMethod,
  type FileRegistry,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type FileDescriptorSet } from '@bufbuild/protobuf/wkt';

const require = createRequire(import.meta.url);

/** One RPC as the descriptors have it. */
export interface Rpc {
  /** E.g. `/polymath.jobs.v1.JobService/GetJob`. */
  path: string;
  /** E.g. `polymath.jobs.v1.JobService`. */
  service: string;
  method: DescMethod;
}

let loaded: FileRegistry | undefined;

/** Every message and service that is served anywhere: the project's own, and health and reflection. */
export function registry(): FileRegistry {
  loaded ??= createFileRegistry(...[ours(), ...foreign()].map((set) => createFileRegistry(set)));
  return loaded;
}

function ours(): FileDescriptorSet {
  const path = require.resolve('@polymath/contracts/descriptors.binpb');
  return fromBinary(FileDescriptorSetSchema, readFileSync(path));
}

/** What the packages of gRPC itself serve, out of the protos that they bring along. */
function foreign(): FileDescriptorSet[] {
  const folderOf = (name: string, ...path: string[]) =>
    join(dirname(require.resolve(name)), ...path);
  const reflection = folderOf('@grpc/reflection', '../proto');
  return [
    build(folderOf('grpc-health-check', '../../proto')),
    build(reflection, '--path', join(reflection, 'grpc')),
  ];
}

function build(...args: string[]): FileDescriptorSet {
  const buf = join(dirname(require.resolve('@bufbuild/buf/package.json')), 'bin/buf');
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    buf,
    'build',
    ...args,
    '-o',
    '-',
  ]);
  if (status !== 0) throw new Error(`cannot read ${args[0]!}: ${String(stderr)}`);
  return fromBinary(FileDescriptorSetSchema, stdout);
}

/** Every RPC of every service of the registry, in the order of their paths. */
export function allRpcs(): Rpc[] {
  const rpcs: Rpc[] = [];
  for (const type of registry()) {
    if (type.kind !== 'service') continue;
    for (const method of type.methods) {
      const path = `/${type.typeName}/${method.name}`;
      rpcs.push({ path, service: type.typeName, method });
    }
  }
  return rpcs.sort((a, b) => (a.path < b.path ? -1 : 1));
}
