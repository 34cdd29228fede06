import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  mergeFromJson,
  toJson,
  type DescMessage,
  type DescMethod,
  type JsonValue,
  type MessageShape,
} from '@bufbuild/protobuf';
import { invalidFields, PolymathError } from '@polymath/errors';
import { clientsAt, type Clients } from '../clients.js';
import { repeatUnavailable } from '../repeat-unavailable.js';
import { areaClient } from '../request/area-client.js';
import { buildRequest, type GivenOptions } from '../request/build-request.js';
import { nameOptions } from '../request/option-for-field.js';
import { registry } from '../request/registry.js';
import type { RequestOption } from '../request/request-options.js';
import { interruptible, type Shell } from '../shell.js';
import { showJob, watchJob } from '../watch/watch-job.js';
import { artifactFrom } from './artifact-from.js';
import { isJobMethod, jobOf } from './job-method.js';
import { renderers } from './renderers.js';
import { measuresOf, saveResponse } from './save-response.js';

type Message = MessageShape<DescMessage>;

/** The flags of a method's command beside those of its request. */
export interface MethodFlags {
  readonly json?: true;
  readonly address?: string;
  readonly request?: string;
  readonly out?: string;
  readonly watch?: boolean;
}

/** A call as the command line asks for it. */
export interface MethodCall {
  readonly method: DescMethod;
  readonly options: readonly RequestOption[];
  readonly given: GivenOptions;
  readonly flags: MethodFlags;
  readonly address: string;
}

/** Builds the request, calls the method and shows what comes; gives the exit code. */
export async function runMethod(shell: Shell, call: MethodCall): Promise<number> {
  const clients = clientsAt(call.address);
  const area = areaClient(call.address, call.method.parent);
  try {
    const request = await interruptible(shell, (signal) => requestOf(shell, call, clients, signal));
    const { method, flags } = call;
    if (method.methodKind === 'server_streaming') {
      return await interruptible(shell, async (signal) => {
        const responses = area.stream(method, request, { signal });
        for await (const response of responses) show(shell, call, response);
        return 0;
      });
    }
    const response = await interruptible(shell, (signal) =>
      repeatUnavailable(() => area.call(method, request, { signal }), { signal }),
    );
    if (!isJobMethod(method)) {
      show(shell, call, response);
      return 0;
    }
    const job = jobOf(method, response);
    const options = { json: flags.json === true, out: flags.out };
    if (flags.watch ?? (shell.terminal.isWatched && !options.json)) {
      if (!options.json) shell.terminal.note(`job ${job.id}`);
      return await watchJob(shell, clients, job, options);
    }
    await showJob(shell, clients, job, options);
    return 0;
  } catch (error) {
    throw error instanceof PolymathError ? nameOptions(call.options, error) : error;
  } finally {
    clients.close();
    area.close();
  }
}

/** The request; jobs always carry an id, so that a repeated call makes no second one. */
async function requestOf(
  { terminal }: Shell,
  { method, given, flags }: MethodCall,
  { artifacts }: Clients,
  signal: AbortSignal,
): Promise<Message> {
  const toArtifact = artifactFrom({ artifacts, terminal, signal });
  const base = flags.request === undefined ? undefined : readRequest(flags.request);
  const request = await buildRequest(method.input, given, { base, toArtifact });
  const hasId = (request as { options?: { requestId?: string } }).options?.requestId;
  if (isJobMethod(method) && !hasId) {
    mergeFromJson(method.input, request, { options: { requestId: randomUUID() } });
  }
  return request;
}

function readRequest(path: string): JsonValue {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8')) as JsonValue;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidFields([{ field: '--request', description: `must be a file of JSON: ${reason}` }]);
  }
}

function show({ terminal }: Shell, { method, flags }: MethodCall, response: Message): void {
  const { output } = method;
  if (flags.out !== undefined) {
    const path = saveResponse(output, response, flags.out);
    if (path !== undefined && !flags.json) {
      const measures = measuresOf(output, response);
      terminal.print(`saved ${path}${measures && ` (${measures})`}`);
      return;
    }
  }
  const json = toJson(output, response, { registry: registry(), alwaysEmitImplicit: true });
  const render = renderers[output.typeName];
  if (flags.json) terminal.printJson(json);
  else terminal.print(render ? render(json) : JSON.stringify(json, undefined, 2));
}
