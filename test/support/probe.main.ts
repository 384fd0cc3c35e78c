/** The backend with the probe extension, as a process of its own that a test may kill. */
import 'reflect-metadata';
import { createApp } from '../../src/app.js';
import { loadEnv } from '../../src/config/env.js';
import { ProbeModule } from './probe.extension.js';

const env = loadEnv();
const app = await createApp(env, [ProbeModule]);
await app.listen(env.PORT, '127.0.0.1');
