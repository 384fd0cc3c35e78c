import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OutboxEntry } from './outbox.entity.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxRunner } from './outbox.runner.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([OutboxEntry])],
  providers: [OutboxRepository, OutboxRunner],
  exports: [OutboxRepository, OutboxRunner],
})
export class OutboxModule {}
