import { countinghouse } from './countinghouse.js';
import { processTerminal } from './terminal.js';

/** `npm run keys`, by the name that scripts and containers know. */
process.exitCode = await countinghouse(['keys', ...process.argv.slice(2)], processTerminal());
