import { Reflector } from '@nestjs/core';

/** The route reads its own bytes: nothing reads or parses its body before. On a controller or a method. */
export const RawBody = Reflector.createDecorator<void, true>({ transform: () => true });
