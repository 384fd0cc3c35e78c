import { Module } from '@nestjs/common';
import { OldProcessMinutes } from './old-process-minutes.js';
import { ProcessCounts } from './process-counts.js';
import { ProcessHeartbeat } from './process-heartbeat.js';
import { ProcessMinutes } from './process-minutes.repository.js';
import { SigningSecrets } from './signing-secrets.js';

/** What every process tells of itself. */
@Module({
  providers: [OldProcessMinutes, ProcessCounts, ProcessHeartbeat, ProcessMinutes, SigningSecrets],
  exports: [ProcessMinutes, SigningSecrets],
})
export class ProcessesModule {}
