import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnswerCipher } from './answer.cipher.js';
import { ExpiredRequests } from './expired-requests.js';
import { IdempotencyRequest } from './idempotency-request.entity.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { KeptRequests } from './kept-requests.js';

/** Requests that are sent twice are carried out once, on every route that changes something. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotencyRequest])],
  providers: [
    AnswerCipher,
    ExpiredRequests,
    IdempotencyRepository,
    KeptRequests,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class IdempotencyModule {}
