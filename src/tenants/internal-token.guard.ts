import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ENV, type Env } from '../config/env.js';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Lets in who bears the INTERNAL_API_TOKEN. Digests are compared: of one length, and in constant time. */
@Injectable()
export class InternalTokenGuard implements CanActivate {
  private readonly expected: Buffer | null;

  constructor(@Inject(ENV) { INTERNAL_API_TOKEN: token }: Env) {
    this.expected = token === undefined ? null : digest(token);
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<Request>();
    const borne = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '')?.[1];
    if (this.expected && borne !== undefined && timingSafeEqual(digest(borne), this.expected)) return true;
    throw new UnauthorizedException();
  }
}
