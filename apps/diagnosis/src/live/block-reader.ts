import type { DiagnoseRequest, SampleBlock } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { invalidFields } from '@polymath/errors';

/** Samples that a block may hold. */
const mostSamples = 65_536;
/** The latest time of a block, in the year 2255: times of windows around it still fit into 64 bits. */
const latestNanos = 9_000_000_000_000_000_000n;
/** Samples that may be missing at once, so that those which follow can still be counted exactly: years of them. */
const mostLost = 1e12;

/** Samples of one block, converted, and what lies between it and the block before. */
export interface ReadBlock {
  sequence: bigint;
  /** Of the first sample, in nanoseconds since 1970; 0: not known. */
  t0Nanos: bigint;
  samples: Float32Array;
  /** Missing blocks, if any: which was due, and for how many samples at the stream's rate they stand. */
  gap?: { expectedSequence: bigint; lostSamples: number };
}

/** What a stream's samples are. */
export interface SampleFacts {
  sampleRateHz: number;
  /** What a sample of 1 is in the diagnoser's unit; undefined for i16 where the header gives no scale. */
  scale: number | undefined;
  /** For f32, where a scale may be left out. */
  floatScale: number;
}

/** Reads the blocks of one stream in turn; remembers the last one's place. */
export class BlockReader {
  private last: { sequence: bigint; t0Nanos: bigint; samples: number } | undefined;

  constructor(private readonly facts: SampleFacts) {}

  /** Of the last block. */
  get sequence(): bigint {
    return this.last?.sequence ?? 0n;
  }

  /** @throws invalid-input naming what is wrong with the block */
  read({ part }: DiagnoseRequest): ReadBlock {
    if (part?.$case === 'header') throw bad('header', 'is given twice: other settings need another stream'); // prettier-ignore
    if (!part) throw bad('block', 'is required after the header');
    const block = part.value;
    const { sequence, t0Nanos, sampleRateHz } = block;
    const own = this.facts.sampleRateHz;
    if (sampleRateHz !== 0 && sampleRateHz !== own)
      throw bad('block.sample_rate_hz', `must be 0 or the header's ${own}, got ${sampleRateHz}: another rate needs another stream`); // prettier-ignore
    if (block.rpm !== 0 && !(block.rpm > 0 && block.rpm <= 1_000_000))
      throw bad('block.rpm', `must be from 0 to 1000000, got ${block.rpm}`);
    if (t0Nanos < 0n || t0Nanos > latestNanos)
      throw bad('block.t0_nanos', `must be from 0 to ${latestNanos}, got ${t0Nanos}`);
    const expected = this.last && this.last.sequence + 1n;
    if (expected !== undefined && sequence < expected)
      throw bad('block.sequence', `must be at least ${expected}, got ${sequence}`);
    const samples = this.samplesOf(block);
    const gap = expected !== undefined && sequence > expected ? this.gapBefore(block, samples.length) : undefined; // prettier-ignore
    if (gap && gap.lostSamples > mostLost)
      throw bad('block.sequence', `must leave out at most ${mostLost} samples, got ${sequence} where ${expected!} was due: begin another stream`); // prettier-ignore
    this.last = { sequence, t0Nanos, samples: samples.length };
    return { sequence, t0Nanos, samples, ...(gap && { gap }) };
  }

  private samplesOf({ samples }: SampleBlock): Float32Array {
    if (!samples) throw bad('block.samples', 'one of f32_le, i16_le is required');
    const isFloat = samples.$case === 'f32Le';
    const field = isFloat ? 'block.f32_le' : 'block.i16_le';
    const width = isFloat ? 4 : 2;
    const scale = isFloat ? this.facts.floatScale : this.facts.scale;
    if (scale === undefined)
      throw bad('header.scale', 'is required with i16_le: the unit a step of the converter');
    const bytes = samples.value;
    const count = bytes.length / width;
    if (!Number.isInteger(count) || count < 1 || count > mostSamples)
      throw bad(field, `must hold 1 to ${mostSamples} samples of ${width} bytes, got ${bytes.length} bytes`); // prettier-ignore
    const values = isFloat ? floatsOf(bytes) : wordsOf(bytes);
    const wrong = isFloat ? values.findIndex((value) => !Number.isFinite(value)) : -1;
    if (wrong >= 0) throw bad(field, `must be finite numbers, got ${values[wrong]} at sample ${wrong}`); // prettier-ignore
    return scale === 1 && values instanceof Float32Array ? values : Float32Array.from(values, (value) => value * scale); // prettier-ignore
  }

  private gapBefore({ sequence, t0Nanos }: SampleBlock, samples: number) {
    const last = this.last!;
    const expectedSequence = last.sequence + 1n;
    const missing = Number(sequence - expectedSequence);
    if (last.t0Nanos === 0n || t0Nanos === 0n) return { expectedSequence, lostSamples: missing * samples }; // prettier-ignore
    const elapsed = (Number(t0Nanos - last.t0Nanos) / 1e9) * this.facts.sampleRateHz;
    return { expectedSequence, lostSamples: Math.max(0, Math.round(elapsed) - last.samples) };
  }
}

const bad = (field: string, description: string) => invalidFields([{ field, description }]);

/** Copies: what came from the network lies anywhere, floats must begin at a multiple of four. */
const floatsOf = (bytes: Uint8Array) => new Float32Array(Uint8Array.from(bytes).buffer);
const wordsOf = (bytes: Uint8Array) => new Int16Array(Uint8Array.from(bytes).buffer);
