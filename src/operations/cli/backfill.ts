import { countinghouse } from './countinghouse.js';
import { processTerminal } from './terminal.js';

/** `npm run backfill`, by the name that scripts and containers know. */
process.exitCode = await countinghouse(['backfill', ...process.argv.slice(2)], processTerminal());
