import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Server } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProto } from 'grpc-health-check';

/**
 * Serves reflection (v1 and v1alpha) for the named services out of the descriptors that `buf build` wrote.
 * grpc-js's own way, `loadFileDescriptorSetFromBuffer`, loses the dependencies between files (grpc-node issue 3034).
 */
export function addReflection(
  server: Pick<Server, 'addService'>,
  services: readonly string[],
): void {
  const require = createRequire(import.meta.url);
  const descriptors = readFileSync(require.resolve('@polymath/contracts/descriptors.binpb'));
  const ours = { fileDescriptorProtos: splitFiles(descriptors) };
  const all = { ...loadSync(healthProto), ours } as unknown as PackageDefinition;
  new ReflectionService(all, { services: [...services, 'grpc.health.v1.Health'] }).addToServer(
    server,
  );
}

/** The serialised FileDescriptorProtos of a FileDescriptorSet (its field 1). */
function splitFiles(set: Uint8Array): Buffer[] {
  const reader = new BinaryReader(set);
  const files: Buffer[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) files.push(Buffer.from(reader.bytes()));
    else reader.skip(wireType, field);
  }
  return files;
}
