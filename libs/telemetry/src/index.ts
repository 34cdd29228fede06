export { startAdminServer, type AdminOptions, type AdminServer } from './admin-server.js';
export { newMetrics, type Metrics, type Shown } from './metrics.js';
export { startTracing, type TracingOptions } from './tracing.js';
