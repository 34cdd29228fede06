import type { ArtifactStore } from '@polymath/artifacts';
import type { EngineHost, EngineObserver } from '@polymath/engine-host';
import type { JobObserver, Jobs } from '@polymath/jobs';
import type { ModelObserver, Models } from '@polymath/models';
import type { CallObserver, RunningServer } from '@polymath/service-kit';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { artifactMetrics } from './artifact-metrics.js';
import { engineMetrics, showEngines } from './engine-metrics.js';
import { jobMetrics, showJobs } from './job-metrics.js';
import { modelMetrics, showModels } from './model-metrics.js';
import { showNats } from './nats-metrics.js';
import { rpcMetrics } from './rpc-metrics.js';
import { showStored, type Stores } from './stored-metrics.js';
import { showStreams } from './stream-metrics.js';

/** The parts of a service that are looked at when somebody reads its metrics. */
export interface Shown extends Stores {
  engines: Pick<EngineHost, 'living'>;
  jobs: Pick<Jobs, 'counts'>;
  models: Pick<Models, 'loaded'>;
  server: Pick<RunningServer, 'streams'>;
}

/** The metrics of one service: observers for its parts, and the text for Prometheus. */
export interface Metrics {
  readonly calls: CallObserver;
  readonly jobs: JobObserver;
  readonly engines: EngineObserver;
  readonly models: ModelObserver;
  /** The store as clients are to reach it. */
  artifacts(store: ArtifactStore): ArtifactStore;
  /** Shows parts once they are there. */
  show(parts: Shown): void;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
  /** Of that text, for HTTP. */
  readonly contentType: string;
}

/** Metrics of a service, all of which carry its area as a label; nothing is shared with other services of the process. */
export function newMetrics(area: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ area });
  collectDefaultMetrics({ register: registry });
  return {
    calls: rpcMetrics(registry),
    jobs: jobMetrics(registry),
    engines: engineMetrics(registry),
    models: modelMetrics(registry),
    artifacts: artifactMetrics(registry),
    show: ({ engines, jobs, models, server, ...stores }) => {
      showNats(registry, stores.connection);
      showEngines(registry, engines.living);
      showJobs(registry, jobs.counts);
      showModels(registry, models.loaded);
      showStreams(registry, server.streams);
      showStored(registry, stores);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
