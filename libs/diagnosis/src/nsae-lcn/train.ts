import {
  countsIn,
  loadParts,
  saveParts,
  type Report,
  type Saveable,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import { batchesOf, featuresOf, foldFilters, type FilterBank } from '../lcn/index.js';
import {
  adjustLevels,
  checkWindows,
  drawSegments,
  learnProjection,
  project,
  type LabelledWindows,
  type Rows,
  type Segments,
} from '../preprocessing/index.js';
import { learnStandardizer, standardizeFeatures, trainRecognizer } from '../recognizer/index.js';
import { checkNsaeLcnConfig, type NsaeLcnConfig } from './config.js';
import { learnFilters } from './learn-filters.js';
import type { NsaeLcnModel } from './model.js';
import { SaveableRows } from './saveable-rows.js';

/** A training that ends in a model. */
export interface NsaeLcnTraining extends Training {
  /** The model as it is now; whole at the end of `run`. */
  model(): NsaeLcnModel;
  /** What the filters are learned from, after preprocessing. */
  readonly segments: Segments;
}

/**
 * The whole method: filters from segments without labels (phase `filters`), features of all windows (`features`), soft-max regression
 * on them (`recognizer`).
 * @param windows raw
 * @throws invalid-input that names every bad setting, or what is wrong with the windows
 */
export function trainNsaeLcn(config: NsaeLcnConfig, windows: LabelledWindows): NsaeLcnTraining {
  checkWindows(windows);
  checkNsaeLcnConfig(config, windows.length);
  return new NsaeLcn(config, windows);
}

class NsaeLcn implements NsaeLcnTraining {
  readonly segments: Segments;
  private readonly leveled: Rows;
  private readonly features: SaveableRows;
  private readonly filters;
  private readonly recognizer;
  private readonly projection;
  private batches = 0;

  constructor(
    private readonly config: NsaeLcnConfig,
    private readonly windows: LabelledWindows,
  ) {
    const { levels, segments, projection, filters, features, recognizer, seed } = config;
    this.leveled = adjustLevels(windows, levels);
    const drawn = drawSegments(this.leveled, segments, seed);
    this.projection = learnProjection(drawn, projection);
    this.segments = project(drawn, this.projection);
    this.filters = learnFilters(filters, this.segments, seed);
    const size = filters.outputs * features.poolings.length;
    this.features = new SaveableRows(windows.count, size);
    const sizes = { windows: windows.count, features: size, classes: windows.classes.length };
    this.recognizer = trainRecognizer(recognizer, sizes, seed);
  }

  async *run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    yield* this.filters.run(signal);
    yield* this.pool(signal);
    this.recognizer.begin(this.standardized(), this.windows.labels);
    yield* this.recognizer.run(signal);
  }

  save(): Snapshot {
    return saveParts(this.parts(), { batches: this.batches });
  }

  load(snapshot: Snapshot): void {
    this.batches = countsIn(loadParts(this.parts(), snapshot), ['batches']).batches;
  }

  model(): NsaeLcnModel {
    const { stride, poolings, logarithm } = this.config.features;
    return {
      windowLength: this.windows.length,
      levels: this.config.levels,
      bank: this.bank(),
      features: { stride, poolings },
      standardizer: learnStandardizer(this.features, logarithm),
      recognizer: this.recognizer.recognizer(),
      classes: this.windows.classes,
    };
  }

  dispose(): void {
    this.filters.dispose();
    this.recognizer.dispose();
  }

  private parts(): Record<string, Saveable> {
    return { filters: this.filters, features: this.features, recognizer: this.recognizer };
  }

  private bank(): FilterBank {
    return foldFilters(this.filters.filters(), this.projection);
  }

  private *pool(signal?: AbortSignal): Generator<Report, void> {
    const bank = this.bank();
    const parts = batchesOf(this.windows.count);
    while (this.batches < parts.length) {
      signal?.throwIfAborted();
      const part = parts[this.batches]!;
      const found = featuresOf(bank, this.leveled, this.config.features, part);
      this.features.values.set(found, part.start * this.features.length);
      this.batches++;
      yield { phase: 'features', step: this.batches, steps: parts.length, metrics: {} };
    }
  }

  private standardized(): Rows {
    const { features } = this;
    return standardizeFeatures(
      features,
      learnStandardizer(features, this.config.features.logarithm),
    );
  }
}
