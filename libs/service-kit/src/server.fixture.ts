import {
  ArtifactServiceService,
  UploadResponse,
  type UploadRequest,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { GetJobResponse, JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { connect, type Client } from './client.js';
import { createLogger } from './logger.js';
import { startServer, type RunningServer, type ServerOptions } from './server.js';
import { service, type Handlers } from './service.js';

type TestHandlers = Handlers<typeof JobServiceService> & Handlers<typeof ArtifactServiceService>;

/** A server under test: what it answers is given handler by handler, all others refuse. */
export interface TestServer {
  server: RunningServer;
  address: string;
  jobs: Client<typeof JobServiceService>;
  artifacts: Client<typeof ArtifactServiceService>;
  /** The lines of its log. */
  logged: string[];
  close(): Promise<void>;
}

/** Serves some handlers of two of our services on a free port of the loopback, with a client for each. */
export async function serve(
  handlers: Partial<TestHandlers>,
  options: Pick<ServerOptions, 'drainMs' | 'maxOpenStreams' | 'observer'> = {},
): Promise<TestServer> {
  const logged: string[] = [];
  const log = createLogger('test', 'info', { write: (line: string) => void logged.push(line) });
  const all = { ...refuseAll, ...handlers };
  const services = [service(JobServiceService, all), service(ArtifactServiceService, all)];
  const server = await startServer({ address: '127.0.0.1:0', services, log, ...options });
  const address = `127.0.0.1:${server.port}`;
  const jobs = connect(address, JobServiceService);
  const artifacts = connect(address, ArtifactServiceService);
  const close = async () => {
    jobs.close();
    artifacts.close();
    await server.close();
  };
  return { server, address, jobs, artifacts, logged, close };
}

const refuse = () => Promise.reject(new PolymathError('internal', 'not part of this test'));
// eslint-disable-next-line require-yield
const refuseStream = async function* (): AsyncGenerator<never> {
  throw new PolymathError('internal', 'not part of this test');
};

const refuseAll: TestHandlers = {
  getJob: refuse,
  listJobs: refuse,
  watchJob: refuseStream,
  cancelJob: refuse,
  retryJob: refuse,
  explainJob: refuse,
  upload: refuse,
  download: refuseStream,
  stat: refuse,
};

/** A response to GetJob with nothing but an id. */
export const jobNamed = (id: string): GetJobResponse => GetJobResponse.fromPartial({ job: { id } });

/** A response to WatchJob with nothing but a resume token. */
export const eventAt = (resumeToken: string) => ({ event: undefined, resumeToken });

/** A response to Upload that gives a size. */
export const stored = (sizeBytes: number): UploadResponse =>
  UploadResponse.fromPartial({ artifact: { sizeBytes: BigInt(sizeBytes) } });

/** A chunk of an upload. */
export const chunk = (sizeBytes: number): UploadRequest => ({
  part: { $case: 'chunk', value: Buffer.alloc(sizeBytes) },
});

/** What a call throws. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: unknown) => error,
  );
}
