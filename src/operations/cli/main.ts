import { countinghouse } from './countinghouse.js';
import { processTerminal } from './terminal.js';

process.exitCode = await countinghouse(process.argv.slice(2), processTerminal());
