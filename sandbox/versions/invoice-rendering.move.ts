import type { VersionMove } from './move.js';

/** Before 2024-04-10: `invoice.rendering_options`, beside the `rendering` it was renamed to. */
export const invoiceRendering: VersionMove = {
  since: '2024-04-10',
  object: 'invoice',
  downgrade(fields) {
    return { ...fields, rendering_options: fields['rendering'] ?? null };
  },
};
