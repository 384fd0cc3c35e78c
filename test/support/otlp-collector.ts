import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { bytesIn, fieldsOf, numberIn, textIn } from './protobuf.js';

/** A span as it was exported. Ids are hexadecimal. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** '' for the first of its trace. */
  readonly parentId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly failed: boolean;
  readonly statusMessage: string;
  /** Of the process that made it. */
  readonly resource: Readonly<Record<string, string | number | boolean>>;
}

type Attributes = Record<string, string | number | boolean>;

/** `opentelemetry/proto/common/v1/common.proto`: KeyValue and AnyValue, of which we send text, flags and numbers. */
function attributesOf(pairs: readonly Buffer[]): Attributes {
  return Object.fromEntries(
    pairs.map((pair) => {
      const fields = fieldsOf(pair);
      const [any = Buffer.alloc(0)] = bytesIn(fields, 2);
      const value = fieldsOf(any);
      const [first] = value;
      if (first?.number === 1) return [textIn(fields, 1), textIn(value, 1)];
      if (first?.number === 2) return [textIn(fields, 1), first.value !== 0n];
      if (first?.number === 3) return [textIn(fields, 1), Number(first.value)];
      const double = Buffer.alloc(8);
      if (typeof first?.value === 'bigint') double.writeBigUInt64LE(first.value);
      return [textIn(fields, 1), double.readDoubleLE()];
    }),
  );
}

const hex = (bytes: Buffer | undefined): string => bytes?.toString('hex') ?? '';

/** `opentelemetry/proto/trace/v1/trace.proto` */
function spanOf(message: Buffer, resource: Attributes): CollectedSpan {
  const fields = fieldsOf(message);
  const status = fieldsOf(bytesIn(fields, 15)[0] ?? Buffer.alloc(0));
  return {
    traceId: hex(bytesIn(fields, 1)[0]),
    spanId: hex(bytesIn(fields, 2)[0]),
    parentId: hex(bytesIn(fields, 4)[0]),
    name: textIn(fields, 5),
    kind: Number(numberIn(fields, 6)),
    attributes: attributesOf(bytesIn(fields, 9)),
    links: bytesIn(fields, 13).map((link) => ({
      traceId: hex(bytesIn(fieldsOf(link), 1)[0]),
      spanId: hex(bytesIn(fieldsOf(link), 2)[0]),
    })),
    failed: numberIn(status, 3) === 2n,
    statusMessage: textIn(status, 2),
    resource,
  };
}

const spansIn = (request: Buffer): CollectedSpan[] =>
  bytesIn(fieldsOf(request), 1).flatMap((ofResource) => {
    const fields = fieldsOf(ofResource);
    const resource = attributesOf(bytesIn(fieldsOf(bytesIn(fields, 1)[0] ?? Buffer.alloc(0)), 1));
    const scopes = bytesIn(fields, 2).map((scope) => fieldsOf(scope));
    return scopes.flatMap((scope) => bytesIn(scope, 2).map((span) => spanOf(span, resource)));
  });

/** A stand-in for an OpenTelemetry collector: takes spans over HTTP, in protobuf. */
export class OtlpCollector {
  readonly spans: CollectedSpan[] = [];
  /** Every byte that came, as a search reads it: headers, and bodies as text. */
  bytes = '';
  /** Of each request. */
  readonly headers: IncomingMessage['headers'][] = [];
  /** Instead of taking the spans. */
  answer: ((response: ServerResponse) => void) | null = null;
  private readonly server = createServer((request, response) => void this.take(request, response));

  static async start(): Promise<OtlpCollector> {
    const collector = new OtlpCollector();
    await new Promise<void>((resolve) => collector.server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  /** What a process is told of it; spans come 50 ms after they ended. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_BSP_SCHEDULE_DELAY: '50' };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    this.headers.push(request.headers);
    this.bytes += `${request.url} ${JSON.stringify(request.headers)}\n${body.toString('latin1')}\n${body.toString('utf8')}\n`;
    if (this.answer) return this.answer(response);
    this.spans.push(...spansIn(body));
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  }
}
