import { createHash, timingSafeEqual } from 'node:crypto';
import {
  Inject,
  Injectable,
  NotFoundException,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request } from 'express';
import { ENV, type Env } from '../../config/env.js';
import { isLocal } from './local-request.js';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Lets in who bears the METRICS_TOKEN; without one, who is on this machine, and for everybody else there is nothing
 * here. Digests are compared: of one length, and in constant time.
 */
@Injectable()
export class MetricsAccessGuard implements CanActivate {
  private readonly expected: Buffer | null;

  constructor(@Inject(ENV) { METRICS_TOKEN: token }: Env) {
    this.expected = token === undefined ? null : digest(token);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.expected) {
      if (isLocal(request)) return true;
      throw new NotFoundException();
    }
    const borne = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (borne !== undefined && timingSafeEqual(digest(borne), this.expected)) return true;
    throw new UnauthorizedException();
  }
}
