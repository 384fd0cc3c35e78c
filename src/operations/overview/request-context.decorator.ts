import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** What the guards were asked about: whoever keeps a request open asks them again. */
export const RequestContext = createParamDecorator(
  (_: unknown, context: ExecutionContext): ExecutionContext => context,
);
