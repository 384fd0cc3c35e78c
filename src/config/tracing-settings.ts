import { z } from 'zod';
import { webUrl } from './values.js';

/**
 * OpenTelemetry's own names (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables): whether there are
 * traces is told by these; the SDK reads them again, and all others of the standard, by itself.
 */
const url = webUrl.optional();
const word = z.string().optional();

export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: word,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: word,
  OTEL_SDK_DISABLED: word,
  OTEL_TRACES_EXPORTER: word,
  OTEL_TRACES_SAMPLER: word,
  OTEL_TRACES_SAMPLER_ARG: word,
};

type TracingSettings = z.infer<z.ZodObject<typeof tracingSettings>>;

/** The SDK takes any other name for "all of them", without a word. */
const SAMPLERS: ReadonlySet<string> = new Set(
  ['always_on', 'always_off', 'traceidratio'].flatMap((name) => [name, `parentbased_${name}`]),
);

const RATIO = /^(0(\.\d+)?|1(\.0+)?|\.\d+)$/;

/** Whether this process makes traces: when it is told where to, and not told not to. */
export function isTraced(env: TracingSettings): boolean {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const disabled = env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || env.OTEL_TRACES_EXPORTER === 'none';
  return endpoint !== undefined && !disabled;
}

/** What would be passed over in silence. Where traces are off these names may be meant for somebody else. */
export function tracingProblems(env: TracingSettings): string[] {
  if (!isTraced(env)) return [];
  const problems: string[] = [];
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  if (protocol !== 'http/protobuf') {
    problems.push(
      'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: set it to http/protobuf, and the endpoint to the port for that (4318 as a rule)',
    );
  }
  if ((env.OTEL_TRACES_EXPORTER ?? 'otlp') !== 'otlp') problems.push('OTEL_TRACES_EXPORTER: must be otlp or none');
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio } = env;
  if (sampler !== undefined && !SAMPLERS.has(sampler)) {
    problems.push(`OTEL_TRACES_SAMPLER: must be ${[...SAMPLERS].join(', ')}`);
  }
  if (sampler?.endsWith('traceidratio') && !RATIO.test(ratio ?? '')) {
    problems.push('OTEL_TRACES_SAMPLER_ARG: must be a share from 0 to 1, such as 0.05');
  }
  return problems;
}
