import { once } from 'node:events';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf } from '../../sandbox/delivery/signature.js';
import { lifeEvents } from './workload.js';

/** Events that are made together: so many are held in memory. */
const PORTION = 10_000;

/**
 * More events than fit into memory, made before the load begins: while it runs the cores are for those who are measured.
 * In the file each body follows its length.
 */
export class EventFile {
  private constructor(private readonly directory: string) {}

  static async of(seed: string, count: number): Promise<EventFile> {
    const file = new EventFile(await mkdtemp(join(tmpdir(), 'countinghouse-bench-events-')));
    process.once('exit', () => file.remove());
    const stream = createWriteStream(file.path);
    for (let begun = 0; begun < count; begun += PORTION) {
      const bodies = lifeEvents(`${seed} ${begun}`, Math.min(PORTION, count - begun)).map(bytesOf);
      const parts = bodies.flatMap((body) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(body.length);
        return [length, body];
      });
      if (!stream.write(Buffer.concat(parts))) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
    return file;
  }

  private get path(): string {
    return join(this.directory, 'events');
  }

  async *bodies(): AsyncGenerator<Buffer> {
    let rest = Buffer.alloc(0);
    for await (const chunk of createReadStream(this.path, { highWaterMark: 1_048_576 })) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('a stream without an encoding gives bytes');
      rest = Buffer.concat([rest, chunk]);
      let at = 0;
      for (;;) {
        if (rest.length < at + 4) break;
        const end = at + 4 + rest.readUInt32LE(at);
        if (rest.length < end) break;
        yield rest.subarray(at + 4, end);
        at = end;
      }
      rest = rest.subarray(at);
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
