import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import getRawBody from 'raw-body';
import { PayloadTooLargeError } from './errors.js';
import { parseJsonBody } from './parse-json-body.js';
import { RawBody } from './raw-body.decorator.js';
import { MalformedJsonError, UnsupportedMediaTypeError } from './request.errors.js';

/** Bytes of a request of the API. */
const LIMIT = 65_536;

/** With no other charset than UTF-8, which is JSON's (RFC 8259). */
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Reads the JSON body of a request that is let through: the last of the guards, so that nobody's body is read before it
 * is known who sends it. Routes with `@RawBody()` read their own.
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride(RawBody, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (!hasBody(request)) return true;
    try {
      request.body = await bodyOf(request);
      return true;
    } catch (error) {
      // Part of the body may still be under way: nothing after it on this connection could be told from it.
      context.switchToHttp().getResponse<Response>().setHeader('Connection', 'close');
      throw error;
    }
  }
}

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

async function bodyOf(request: Request): Promise<unknown> {
  const {
    'content-type': type = '',
    'content-encoding': encoding = 'identity',
    'content-length': announced,
  } = request.headers;
  if (!JSON_TYPE.test(type) || encoding !== 'identity') throw new UnsupportedMediaTypeError();
  const length = announced === undefined ? undefined : Number(announced);
  if (length !== undefined && length > LIMIT) throw new PayloadTooLargeError(LIMIT);
  return parseJsonBody(await bytesOf(request, length));
}

async function bytesOf(request: Request, length: number | undefined): Promise<Buffer> {
  try {
    return await getRawBody(request, { length, limit: LIMIT });
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
      throw new PayloadTooLargeError(LIMIT);
    }
    throw new MalformedJsonError();
  }
}
