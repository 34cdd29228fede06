import { readFileSync } from 'node:fs';
import type { Recording } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { inputPath, orDefault } from '@polymath/area/inputs';
import { readInt16, readMat, readSignalCsv, readSignalNpy, readWav, type Signal } from '@polymath/datasets'; // prettier-ignore
import type { JobFiles } from '@polymath/engine-host';
import { invalidFields, PolymathError } from '@polymath/errors';

type Files = Pick<JobFiles, 'input'>;

/** One channel of a recording. */
export interface OneChannel {
  sampleRateHz: number;
  samples: Float32Array;
}

/**
 * The channel of a recording that its message names.
 * @param at the path of that message in the request
 * @throws corrupt-data when the file is none of its format; invalid-input naming the field when it has no such channel, or another sampling
 * rate than was said
 */
export function readRecording(files: Files, recording: Recording, at = 'recording'): OneChannel {
  try {
    return read(files, recording);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw invalidFields([{ field: `${at}.${error.field}`, description: error.message }]);
  }
}

/** What a file holds is not what a field of its message says. */
class Mismatch extends Error {
  constructor(
    readonly field: string,
    description: string,
  ) {
    super(description);
  }
}

function read(files: Files, recording: Recording): OneChannel {
  const bytes = readFileSync(inputPath(files, recording.file));
  const { format, sampleRateHz } = recording;
  switch (format?.$case) {
    case 'mat':
      return { sampleRateHz, samples: vectorOf(bytes, format.value.variable) };
    case 'csv':
      return csvColumn(bytes, format.value.column, sampleRateHz);
    case 'int16': {
      const { scale, channels, channel } = format.value;
      return channelOf(readInt16(bytes, { sampleRateHz, scale, channels: orDefault(channels, 1) }), channel, 'int16'); // prettier-ignore
    }
    case 'numpy':
      return channelOf(readSignalNpy(bytes, { sampleRateHz }), format.value.channel, 'numpy');
    case 'wav':
      return wavChannel(readWav(bytes), format.value, sampleRateHz);
    case undefined:
      throw new PolymathError('internal', 'the spec names no format');
  }
}

function channelOf({ sampleRateHz, channels }: Signal, wanted: number, file: string): OneChannel {
  const found = channels[orDefault(wanted, 1) - 1];
  if (found) return { sampleRateHz, samples: found.samples };
  const description = `channel ${wanted} was asked for, there are ${channels.length}`;
  throw new Mismatch(`${file}.channel`, description);
}

function csvColumn(bytes: Uint8Array, column: string, sampleRateHz: number): OneChannel {
  try {
    const columns = column && { columns: [column] };
    return channelOf(readSignalCsv(bytes, { sampleRateHz, ...columns }), 1, 'csv');
  } catch (error) {
    const { kind, message } = PolymathError.from(error);
    if (kind !== 'invalid-input') throw error;
    throw new Mismatch('csv.column', message);
  }
}

function wavChannel(
  signal: Signal,
  { channel, fullScale }: { channel: number; fullScale: number },
  said: number,
): OneChannel {
  const { sampleRateHz, samples } = channelOf(signal, channel, 'wav');
  if (said !== 0 && said !== sampleRateHz) {
    const remedy = "leave it 0 to take the file's";
    throw new Mismatch(
      'sample_rate_hz',
      `the WAV file says ${sampleRateHz}, got ${said}; ${remedy}`,
    );
  }
  const scale = orDefault(fullScale, 1);
  return { sampleRateHz, samples: scale === 1 ? samples : samples.map((value) => scale * value) };
}

function vectorOf(bytes: Uint8Array, variable: string): Float32Array {
  const arrays = readMat(bytes);
  const found = arrays.get(variable);
  const names = [...arrays.keys()].join(', ') || 'none';
  if (!found) throw new Mismatch('mat.variable', `no variable is named ${variable}; there are ${names}`); // prettier-ignore
  const { shape, data } = found;
  if (Math.max(...shape) === data.length) return Float32Array.from(data);
  throw new Mismatch('mat.variable', `expected a vector, ${variable} is [${shape.join(', ')}]`);
}
