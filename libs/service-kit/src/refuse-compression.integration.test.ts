import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import {
  Client,
  compressionAlgorithms,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { GetJobRequest, GetJobResponse, JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs'; // prettier-ignore
import { afterEach, describe, expect, it } from 'vitest';
import { serve, type TestServer } from './server.fixture.js';

let running: TestServer;
afterEach(() => running.close());

const start = async () => {
  running = await serve({ getJob: async () => GetJobResponse.create({}) });
};

/** A call of a client that was told to compress. */
function callCompressed(): Promise<ServiceError | null> {
  const options = { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip };
  const client = new Client(running.address, credentials.createInsecure(), options);
  const { path, requestSerialize, responseDeserialize } = JobServiceService.getJob;
  return new Promise((resolve) => {
    const request = GetJobRequest.create({ jobId: 'a' });
    const answered = (error: ServiceError | null) => {
      client.close();
      resolve(error);
    };
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, new Metadata(), {}, answered); // prettier-ignore
  });
}

describe('a server', () => {
  it('refuses compressed messages, and takes the same call without', async () => {
    await start();
    expect(await callCompressed()).toMatchObject({
      code: 12,
      details: 'messages must not be compressed, got the encoding gzip',
    });
    expect(await running.jobs.getJob({ jobId: 'a' })).toEqual({ job: undefined });
  });

  it('tells what it takes before the message has come', async () => {
    await start();
    const session = connect(`http://${running.address}`);
    const stream = session.request({
      ...{ ':method': 'POST', ':path': JobServiceService.getJob.path, te: 'trailers' },
      ...{ 'content-type': 'application/grpc', 'grpc-encoding': 'deflate' },
    });
    const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    expect(headers['grpc-accept-encoding']).toBe('identity');
    session.destroy();
  });
});
