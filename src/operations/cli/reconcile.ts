import { countinghouse } from './countinghouse.js';
import { processTerminal } from './terminal.js';

/** `npm run reconcile`, by the name that scripts and containers know. */
process.exitCode = await countinghouse(['reconcile', ...process.argv.slice(2)], processTerminal());
