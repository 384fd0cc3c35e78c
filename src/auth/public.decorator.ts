import type { CustomDecorator } from '@nestjs/common';
import { Allow } from './access.js';

/** Everybody may call it: no token is asked for, and none is looked at. On a controller or a method. */
export const Public = (): CustomDecorator => Allow('public');
