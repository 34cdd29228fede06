import {
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { toStatus } from './error-to-status.js';
import { bytesInHeader, shorten } from './shorten.js';
import { unreadable } from './unreadable-request.js';

/** What a status of somebody else's service may say, in bytes. */
const maxMessageBytes = 2000;

/**
 * Has the services that came with packages, health and reflection, refuse bad input as ours do: bytes that are no message are
 * INVALID_ARGUMENT, and a status repeats no more of a request than a header can carry.
 * @param ours the services that see to that themselves
 */
export function guardForeign(ours: readonly string[]): ServerInterceptor {
  const known = new Set(ours);
  const guard = ({ path }: { path: string }, call: ServerInterceptingCallInterface) => {
    // Another layer around it would do nothing, and cost each of its messages some steps.
    if (known.has(path.split('/')[1] ?? '')) return call;
    const listener = new ServerListenerBuilder()
      .withOnReceiveMessage((message, next) => {
        const error = unreadable(message);
        if (error) call.sendStatus(toStatus(error));
        else next(message);
      })
      .build();
    const responder = new ResponderBuilder()
      .withStart((next) => next(listener))
      .withSendStatus((status, next) => {
        const details = shorten(status.details, maxMessageBytes, bytesInHeader);
        next({ ...status, details });
      })
      .build();
    return new ServerInterceptingCall(call, responder);
  };
  // grpc-js asks for its class, and uses no more than the interface.
  return guard as unknown as ServerInterceptor;
}
