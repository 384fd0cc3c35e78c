import type { Contender } from '../contenders/contender.js';
import type { Stage } from '../stage.js';

/** Events that warm each contender up before the first round. */
const WARM_UP = 5_000;
const CONNECTIONS = 32;

/** Compilers and caches: a run that has them is compared with a run that has them. */
export async function warmUp(stage: Stage, contenders: readonly Contender[], events: number): Promise<void> {
  const bytes = await stage.generator.make('warm-up', Math.min(WARM_UP, events));
  stage.say(`events of ${(bytes / 1024).toFixed(1)} KB on average; warming up`);
  for (const contender of contenders) await contender.run(CONNECTIONS);
}

/** How each database keeps payloads. */
export function compressions(
  contenders: readonly { name: string; store: { compression: string } | undefined }[],
): string {
  const told = contenders.flatMap(({ name, store }) => (store ? [`${name} ${store.compression}`] : []));
  return `compression of payloads: ${told.join(', ')}`;
}
