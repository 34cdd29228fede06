import { admin } from './admin.js';
import { compression } from './compression.js';
import { diagnosis } from './diagnosis.js';
import { grpc } from './grpc.js';
import { inference } from './inference.js';
import { live } from './live.js';
import type { ValidRequests } from './message.js';
import { shared } from './shared.js';

/** A valid request of every RPC, by its path. */
export const validRequests: ValidRequests = {
  ...grpc,
  ...inference,
  ...shared,
  ...admin,
  ...compression,
  ...diagnosis,
  ...live,
};
