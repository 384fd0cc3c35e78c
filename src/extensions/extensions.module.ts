import { Module } from '@nestjs/common';

/** Yours: list the modules or providers of your own handlers here (docs/extending.md). Updates never touch this folder. */
@Module({ imports: [], providers: [] })
export class ExtensionsModule {}
