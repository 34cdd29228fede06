/** The largest message that any service takes or gives; larger data travels as artifacts or in chunks. */
export const messageLimitBytes = 64 * 1024 * 1024;

/** How long a unary call may take when its caller gives no deadline. */
export const defaultDeadlineMs = 30_000;

/** How many streams of one method a server has open at once, unless told otherwise. */
export const defaultMaxOpenStreams = 2000;

/** What may be sent on a stream, or a connection, before it is read: the usual 64 KiB halve the speed of streamed chunks. */
export const windowBytes = 4 * 1024 * 1024;

/** What server and client set alike on their channels. */
export const channelOptions = {
  'grpc.max_receive_message_length': messageLimitBytes,
  'grpc.max_send_message_length': messageLimitBytes,
  'grpc-node.flow_control_window': windowBytes,
  // A connection that has silently gone is noticed within 40 s, also by calls without a deadline.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
};
