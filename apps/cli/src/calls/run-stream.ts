import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { toBinary } from '@bufbuild/protobuf';
import {
  DiagnoseResponse,
  DiagnosisServiceService,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { StreamHeader } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { readSignalCsv, readSignalNpy, readWav } from '@polymath/datasets';
import { invalidFields, PolymathError } from '@polymath/errors';
import { connect } from '@polymath/service-kit';
import { clientsAt } from '../clients.js';
import { buildRequest, type GivenOptions } from '../request/build-request.js';
import { nameOptions } from '../request/option-for-field.js';
import { jsonOf, messageNamed } from '../request/registry.js';
import type { RequestOption } from '../request/request-options.js';
import { interruptible, type Shell } from '../shell.js';
import { artifactFrom } from './artifact-from.js';
import { liveLine } from './live-line.js';
import { streamRequests } from './stream-requests.js';

/** The message whose fields are the command's options. */
export const streamHeader = 'polymath.diagnosis.v1.StreamHeader';

/** The flags of the command beside those of the header. */
export interface StreamFlags {
  readonly json?: true;
  readonly address?: string;
  readonly column?: string;
  /** 1: real time; 0: as fast as the service takes it. */
  readonly pace: number;
}

/** A stream as the command line asks for it. */
export interface StreamCall {
  readonly file: string;
  readonly options: readonly RequestOption[];
  readonly given: GivenOptions;
  readonly flags: StreamFlags;
  readonly address: string;
}

/** Sends a file as a stream and shows what is said of it; gives the exit code. */
export async function runStream(shell: Shell, call: StreamCall): Promise<number> {
  const { terminal } = shell;
  const { address, flags, options } = call;
  const clients = clientsAt(address);
  const diagnosis = connect(address, DiagnosisServiceService);
  try {
    return await interruptible(shell, async (signal) => {
      const toArtifact = artifactFrom({ artifacts: clients.artifacts, terminal, signal });
      const header = await headerOf(call, toArtifact);
      const samples = samplesOf(call, header.sampleRateHz);
      const line = liveLine();
      for await (const response of diagnosis.diagnose(
        streamRequests(header, samples, { pace: flags.pace, signal }),
        { signal },
      )) {
        // prettier-ignore
        const bytes = DiagnoseResponse.encode(response).finish();
        if (flags.json) terminal.printJson(jsonOf('polymath.diagnosis.v1.DiagnoseResponse', bytes));
        else terminal.print(line(response));
      }
      return 0;
    });
  } catch (error) {
    throw error instanceof PolymathError ? nameOptions(options, withoutPrefix(error)) : error;
  } finally {
    clients.close();
    diagnosis.close();
  }
}

/** The header that options describe; machine and channel are called after the file unless given. */
async function headerOf(
  { file, given, flags }: StreamCall,
  toArtifact: ReturnType<typeof artifactFrom>,
): Promise<StreamHeader> {
  const desc = messageNamed(streamHeader);
  const header = StreamHeader.decode(toBinary(desc, await buildRequest(desc, given, { toArtifact }))); // prettier-ignore
  const { machineId, channelId } = header;
  const named = { machineId: machineId || basename(file), channelId: channelId || (flags.column ?? 'channel 1') }; // prettier-ignore
  return { ...header, ...named };
}

/** One channel of the file. @throws corrupt-data when it is none of its format; invalid-input for another format */
function samplesOf({ file, flags: { column } }: StreamCall, sampleRateHz: number): Float32Array {
  const bytes = readFileSync(file);
  const ending = /\.[^.]*$/.exec(file)?.[0].toLowerCase();
  const signal = () => {
    switch (ending) {
      case '.csv':
        return readSignalCsv(bytes, { sampleRateHz, ...(column && { columns: [column] }) });
      case '.wav':
        return readWav(bytes);
      case '.npy':
        return readSignalNpy(bytes, { sampleRateHz });
      default: {
        const description = `must end in .csv, .wav or .npy, got ${file}`;
        throw invalidFields([{ field: '<file>', description }]);
      }
    }
  };
  return signal().channels[0]!.samples;
}

/** Fields of the header as options know them. */
function withoutPrefix(error: PolymathError): PolymathError {
  if (error.fields.length === 0) return error;
  const fields = error.fields.map(({ field, description }) => ({
    field: field.replace(/^header\./, ''),
    description,
  }));
  return invalidFields(fields);
}
