import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterEach, describe, expect, it } from 'vitest';
import { serve, type TestServer } from './server.fixture.js';

const require = createRequire(import.meta.url);
const packageRoot = dirname(require.resolve('@grpc/reflection/package.json'));

interface Answer {
  listServicesResponse?: { service: { name: string }[] };
  fileDescriptorResponse?: { fileDescriptorProto: Buffer[] };
}

let running: TestServer;
afterEach(() => running.close());

/** Asks one question of a server's reflection service, as grpcurl does. */
async function ask(version: string, question: Record<string, string>): Promise<Answer> {
  const proto = join(packageRoot, `build/proto/grpc/reflection/${version}/reflection.proto`);
  let found: unknown = loadPackageDefinition(loadSync(proto));
  for (const part of ['grpc', 'reflection', version, 'ServerReflection']) {
    found = (found as Record<string, unknown>)[part];
  }
  const client = new (found as ServiceClientConstructor)(
    running.address,
    credentials.createInsecure(),
  );
  const open = client['serverReflectionInfo'] as () => NodeJS.ReadWriteStream;
  const stream = open.call(client);
  const answer = new Promise<Answer>((resolve, reject) => {
    stream.on('data', (data) => resolve(data as unknown as Answer)).on('error', reject);
  });
  stream.write(question as unknown as string);
  stream.end();
  return answer.finally(() => client.close());
}

describe.each(['v1', 'v1alpha'])('reflection %s', (version) => {
  it('lists what the server serves', async () => {
    running = await serve({});
    const { listServicesResponse } = await ask(version, { listServices: '*' });
    expect(listServicesResponse?.service.map(({ name }) => name).sort()).toEqual([
      'grpc.health.v1.Health',
      'polymath.artifacts.v1.ArtifactService',
      'polymath.jobs.v1.JobService',
    ]);
  });

  it('gives a service with every file that it depends on', async () => {
    running = await serve({});
    const question = { fileContainingSymbol: 'polymath.jobs.v1.JobService' };
    const { fileDescriptorResponse } = await ask(version, question);
    const files = fileDescriptorResponse!.fileDescriptorProto.map((file) =>
      file.toString('latin1'),
    );
    for (const name of [
      'polymath/jobs/v1/jobs.proto',
      'polymath/artifacts/v1/artifacts.proto',
      'google/protobuf/any.proto',
      'google/protobuf/timestamp.proto',
    ]) {
      // A FileDescriptorProto begins with its name: field 1, length, text.
      expect(files.some((file) => file.startsWith(name, 2))).toBe(true);
    }
  });
});
