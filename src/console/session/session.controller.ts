import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { Public } from '../../auth/public.decorator.js';
import { ENV, type Env } from '../../config/env.js';
import { ConsoleSignIn } from './console-sign-in.js';
import { showSession, type SessionAnswer } from './session.answers.js';
import { SessionCookieInterceptor, type WithCookie } from './session-cookie.interceptor.js';
import { signInBody, type SignInBody } from './session.requests.js';

interface CurrentSession {
  readonly session: SessionAnswer | null;
}

/** Sign-in of the console's pages. Public: who is signed in is what it is asked, and the token is in the body. */
@ApiExcludeController()
@Controller('console/session')
@Public()
export class SessionController {
  constructor(
    private readonly signIn: ConsoleSignIn,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async current(@Req() request: Request): Promise<CurrentSession> {
    const session = await this.signIn.current(request);
    return { session: session && showSession(session, this.env) };
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @UseInterceptors(SessionCookieInterceptor)
  async open(
    @Req() request: Request,
    @Body({ schema: signInBody }) { token }: SignInBody,
  ): Promise<WithCookie<CurrentSession>> {
    const session = await this.signIn.signIn(request, token);
    return { secret: session.secret, body: { session: showSession(session, this.env) } };
  }

  @Delete()
  @Header('Cache-Control', 'no-store')
  @UseInterceptors(SessionCookieInterceptor)
  async end(@Req() request: Request): Promise<WithCookie<CurrentSession>> {
    await this.signIn.signOut(request);
    return { secret: null, body: { session: null } };
  }
}
