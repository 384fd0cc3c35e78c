import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { tap, type Observable } from 'rxjs';

/**
 * Gives an answer a strong ETag of its bytes (RFC 9110). Express then answers 304 to a caller whose `If-None-Match` names
 * it. An answer that comes from a cache is the same object each time, and is hashed once.
 */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  private readonly tags = new WeakMap<object, string>();

  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const http = context.switchToHttp();
    const [{ headers }, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    // `fetch` puts `no-cache` beside every If-None-Match, and Express would answer 200. It is meant for caches on the way.
    if (headers['if-none-match'] !== undefined) delete headers['cache-control'];
    return next.handle().pipe(tap((body) => void response.setHeader('ETag', this.tagOf(body))));
  }

  private tagOf(body: object): string {
    const known = this.tags.get(body);
    if (known !== undefined) return known;
    const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`;
    this.tags.set(body, tag);
    return tag;
  }
}
