/**
 * `node --import ./test/support/typescript.js src/main.ts` runs the sources as they are, without a build, on every Node
 * this project supports: for the processes that tests start and kill.
 */
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
