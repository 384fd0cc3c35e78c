import { countinghouse } from './countinghouse.js';
import { processTerminal } from './terminal.js';

/** `npm run verify`, by the name that scripts and containers know. */
process.exitCode = await countinghouse(['verify', ...process.argv.slice(2)], processTerminal());
