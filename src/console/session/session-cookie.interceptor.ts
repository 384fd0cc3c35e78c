import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { sessionCookie } from '../../auth/session-cookie.js';

/** An answer that gives the browser a session's cookie; null takes it back. */
export interface WithCookie<Body> {
  readonly secret: string | null;
  readonly body: Body;
}

@Injectable()
export class SessionCookieInterceptor<Body> implements NestInterceptor<WithCookie<Body>, Body> {
  intercept(context: ExecutionContext, next: CallHandler<WithCookie<Body>>): Observable<Body> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    return next.handle().pipe(
      map(({ secret, body }) => {
        response.setHeader('Set-Cookie', sessionCookie(request, secret));
        return body;
      }),
    );
  }
}
