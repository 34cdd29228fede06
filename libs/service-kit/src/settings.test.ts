import { describe, expect, it } from 'vitest';
import { readSettings, setting, toVariable } from './settings.js';

const shape = {
  port: setting.integer(0, 65535).default(7600),
  natsUrl: setting.text(),
  reflection: setting.boolean().default(true),
  logLevel: setting.oneOf(['info', 'debug']).default('info'),
};

describe('readSettings', () => {
  it('reads each setting from its variable', () => {
    const env = {
      POLYMATH_PORT: '0',
      POLYMATH_NATS_URL: 'nats://a',
      POLYMATH_REFLECTION: 'false',
      POLYMATH_LOG_LEVEL: 'debug',
    };
    expect(readSettings(shape, env)).toEqual({
      port: 0,
      natsUrl: 'nats://a',
      reflection: false,
      logLevel: 'debug',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    const env = { POLYMATH_PORT: '', POLYMATH_NATS_URL: 'nats://a' };
    expect(readSettings(shape, env).port).toBe(7600);
  });

  it('names every bad setting in one message', () => {
    const env = { POLYMATH_PORT: '76oo', POLYMATH_REFLECTION: 'yes', POLYMATH_LOG_LEVEL: 'loud' };
    expect(() => readSettings(shape, env)).toThrow(
      'bad settings: POLYMATH_PORT must be a whole number from 0 to 65535, got "76oo"; ' +
        'POLYMATH_NATS_URL is required; ' +
        'POLYMATH_REFLECTION must be true or false, got "yes"; ' +
        'POLYMATH_LOG_LEVEL must be one of info, debug, got "loud"',
    );
  });

  it('refuses what is no URL', () => {
    const url = { otelExporterOtlpEndpoint: setting.url().optional() };
    expect(readSettings(url, {})).toEqual({ otelExporterOtlpEndpoint: undefined });
    expect(() => readSettings(url, { OTEL_EXPORTER_OTLP_ENDPOINT: 'there:4318' })).toThrow(
      'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL, http://... or https://..., got "there:4318"',
    );
  });

  it('refuses a number out of range', () => {
    const env = { POLYMATH_PORT: '70000', POLYMATH_NATS_URL: 'nats://a' };
    expect(() => readSettings(shape, env)).toThrow('from 0 to 65535, got "70000"');
  });
});

describe('toVariable', () => {
  it('puts an underscore before each capital', () => {
    expect(toVariable('natsUrl')).toBe('POLYMATH_NATS_URL');
  });

  it("leaves OpenTelemetry's own variables their names", () => {
    expect(toVariable('otelExporterOtlpEndpoint')).toBe('OTEL_EXPORTER_OTLP_ENDPOINT');
  });
});
