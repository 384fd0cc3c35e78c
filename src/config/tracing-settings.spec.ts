import { ConfigurationError } from './configuration.error.js';
import { loadEnv } from './env.js';
import { isTraced } from './tracing-settings.js';

const COLLECTOR = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

const problemsOf = (source: Record<string, string>): string => {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
};

it('traces when told where to, and not told not to', () => {
  const traced = (source: Record<string, string>) => isTraced(loadEnv(source));
  expect(traced({})).toBe(false);
  expect(traced({ OTEL_TRACES_SAMPLER: 'always_on', OTEL_SERVICE_NAME: 'billing' })).toBe(false);
  expect(traced(COLLECTOR)).toBe(true);
  expect(traced({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces' })).toBe(true);
  expect(traced({ ...COLLECTOR, OTEL_SDK_DISABLED: 'True' })).toBe(false);
  expect(traced({ ...COLLECTOR, OTEL_SDK_DISABLED: '1' })).toBe(true); // the standard knows no other word than true
  expect(traced({ ...COLLECTOR, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
});

it('refuses what the SDK would pass over in silence, by name and without any value', () => {
  const message = problemsOf({
    ...COLLECTOR,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_TRACES_EXPORTER: 'hunter2',
    OTEL_TRACES_SAMPLER: 'hunter2',
  });
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_TRACES_EXPORTER', 'OTEL_TRACES_SAMPLER'])
    expect(message).toContain(`- ${name}: `);
  expect(message).not.toContain('hunter2');
  expect(problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toContain('OTEL_EXPORTER_OTLP_ENDPOINT: must');
});

it.each(['', '2', '-0.1', 'half', '0.5x'])('no share of traces: %p', (ratio) => {
  const settings = { ...COLLECTOR, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: ratio };
  expect(problemsOf(settings)).toContain('OTEL_TRACES_SAMPLER_ARG: must be a share');
});

it('takes any share of traces, and leaves what is meant for another exporter alone while there are no traces', () => {
  for (const ratio of ['0', '1', '1.0', '0.05', '.5']) {
    expect(problemsOf({ ...COLLECTOR, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: ratio })).toBe('');
  }
  expect(problemsOf({ OTEL_TRACES_EXPORTER: 'zipkin', OTEL_TRACES_SAMPLER: 'xray' })).toBe('');
});
