export { defaultTenant, type CallContext } from './call-context.js';
export type { CallOptions } from './call-method.js';
export { collectSeldom } from './collect-seldom.js';
export { connect, type Client, type ClientMethod } from './client.js';
export { fromStatus } from './error-from-status.js';
export { errorDomain, statusDetailsKey, toStatus } from './error-to-status.js';
export type { OpenStreams } from './limit-streams.js';
export { defaultDeadlineMs, defaultMaxOpenStreams, messageLimitBytes } from './limits.js';
export { createLogger, logLevels, type Logger, type LogLevel } from './logger.js';
export { MissingResource, notFound } from './missing-resource.js';
export { traceParentIn, type CallName, type CallObserver } from './observe-calls.js';
export { parseLogLine, readableLine } from './readable-line.js';
export { runUntilSignal, type Closable } from './run-until-signal.js';
export { startServer, type RunningServer, type ServerOptions } from './server.js';
export {
  service,
  type ClientStreamHandler,
  type Handler,
  type Handlers,
  type RequestOf,
  type ResponseOf,
  type ServerStreamHandler,
  type Service,
  type TwoWayHandler,
  type UnaryHandler,
} from './service.js';
export {
  readSettings,
  setting,
  toVariable,
  type Settings,
  type SettingsShape,
} from './settings.js';
export { inSpan, startSpan, type SpanOptions, type WorkSpan } from './span.js';
export { parseTraceParent, traceIdOf } from './trace-parent.js';
export { violations, type Violations } from './violations.js';
export { waitUntilServing } from './wait-until-serving.js';
