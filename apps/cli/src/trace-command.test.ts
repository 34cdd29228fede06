import { describe, expect, it, vi } from 'vitest';
import { fakeShell } from './fake-shell.fixture.js';

const startTracing = vi.hoisted(() => vi.fn());
const loaded = vi.hoisted(() => vi.fn());
vi.mock('@polymath/telemetry/tracing', () => {
  loaded();
  return { startTracing };
});

// Nobody listens there.
const list = ['jobs', 'list', '--address', '127.0.0.1:1'] as const;
const unavailable = 4;
const endpoint = 'http://127.0.0.1:4318';

describe('a command', () => {
  it('loads nothing of traces unless it is told where they go', async () => {
    expect(await fakeShell().run(...list)).toBe(unavailable);
    expect(loaded).not.toHaveBeenCalled();
  });

  it('has its traces sent, and waits until they are', async () => {
    const close = vi.fn(async () => undefined);
    startTracing.mockResolvedValue({ close });
    const shell = fakeShell({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect(await shell.run(...list)).toBe(unavailable);
    expect(startTracing).toHaveBeenCalledWith(expect.objectContaining({ endpoint, area: 'cli' }));
    expect(close).toHaveBeenCalledOnce();
  });

  it('refuses an endpoint that is none', async () => {
    const shell = fakeShell({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' });
    expect(await shell.run(...list)).toBe(2);
    expect(shell.err.join()).toContain('OTEL_EXPORTER_OTLP_ENDPOINT must be a URL');
  });
});
