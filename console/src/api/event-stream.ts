import { ProblemError } from '../../../client/problem-error.js';
import { UNATTENDED } from './mark.js';

/** One message of a stream of server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html). */
interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

function eventIn(block: string): ServerEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length === 0 ? null : { event, data: data.join('\n') };
}

/**
 * Reads a stream by fetch, because EventSource cannot send the header that goes with the session. Comments (heartbeats)
 * are passed over.
 *
 * @param silence milliseconds without a byte, the first one included, after which the connection counts as broken:
 * heartbeats come more often.
 * @throws {ProblemError} when it is refused; whatever fetch throws when it breaks. Returns when the server ends it.
 */
export async function* eventStream(
  path: string,
  { signal, silence }: { readonly signal: AbortSignal; readonly silence: number },
): AsyncGenerator<ServerEvent, void> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), silence);
  try {
    const response = await fetch(path, {
      credentials: 'same-origin',
      headers: { ...UNATTENDED, Accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silent.signal]),
    });
    if (!response.ok || !response.body) throw new ProblemError(response, await response.json().catch(() => null));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silence);
      text += value.replaceAll('\r', '');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventIn(block);
        if (event) yield event;
      }
    }
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
}
