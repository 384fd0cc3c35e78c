import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import Handlebars from 'handlebars';
import { ConfigurationError } from '../config/configuration.error.js';
import { ENV, type Env } from '../config/env.js';
import { NOTIFICATION_TYPES, type NotificationType } from './notification.js';
import { oneLine } from './plain-text.js';
import { ALL_VALUES, NO_VALUES, type TemplateValues } from './template-values.js';

const FORMATS = ['subject', 'txt', 'html'] as const;
type Format = (typeof FORMATS)[number];
type Template = (values: TemplateValues) => string;

/** templates/ at the root of the package, seen from src/ and from dist/src/. */
const OURS = ['../../templates/', '../../../templates/']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((directory) => existsSync(directory));

/**
 * The words of all messages: `invoice.payment_failed.subject`, `.txt` and `.html` and so on, Handlebars. A file of the
 * same name in NOTIFICATION_TEMPLATES_DIR takes the place of ours, and is tried at the start.
 */
@Injectable()
export class TemplateStore implements OnModuleInit {
  private readonly templates = new Map<string, Template>();

  constructor(@Inject(ENV) private readonly env: Env) {}

  /** @throws {ConfigurationError} naming the file that is broken, missing or not known. */
  async onModuleInit(): Promise<void> {
    const theirs = await this.overrides();
    const named = NOTIFICATION_TYPES.flatMap((type) =>
      FORMATS.map((format) => [nameOf(type, format), format] as const),
    );
    const read = async ([name, format]: (typeof named)[number]): Promise<void> => {
      const file = theirs.get(name) ?? join(OURS ?? 'templates', name);
      const template = compile(await contentOf(file), format);
      if (theirs.has(name)) tryOut(template, file);
      this.templates.set(name, template);
    };
    await Promise.all(named.map(read));
  }

  render(type: NotificationType, values: TemplateValues): { subject: string; text: string; html: string } {
    const [subject, text, html] = FORMATS.map((format) => this.templates.get(nameOf(type, format))?.(values) ?? '');
    return { subject: oneLine(subject ?? '') ?? type, text: text ?? '', html: html ?? '' };
  }

  private async overrides(): Promise<Map<string, string>> {
    if (!this.env.NOTIFICATION_TEMPLATES_DIR) return new Map();
    const directory = resolve(this.env.NOTIFICATION_TEMPLATES_DIR);
    const known = NOTIFICATION_TYPES.flatMap((type) => FORMATS.map((format) => nameOf(type, format)));
    const names = await readdir(directory).catch((cause: unknown) => {
      throw new ConfigurationError('NOTIFICATION_TEMPLATES_DIR is not a directory that can be read.', { cause });
    });
    const templates = names.filter((name) => FORMATS.some((format) => name.endsWith(`.${format}`)));
    const unknown = templates.find((name) => !known.includes(name));
    if (unknown) throw new ConfigurationError(`No message uses the template ${join(directory, unknown)}.`);
    return new Map(templates.map((name) => [name, join(directory, name)]));
  }
}

const nameOf = (type: NotificationType, format: Format): string => `${type}.${format}`;

const contentOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError(`The template ${file} cannot be read.`, { cause });
  });

const compile = (source: string, format: Format): Template =>
  Handlebars.create().compile<TemplateValues>(source, { strict: true, noEscape: format !== 'html' });

/** Handlebars compiles at the first use, and finds a misspelt value then: so it is used once with all values and with none. */
function tryOut(template: Template, file: string): void {
  try {
    for (const values of [ALL_VALUES, NO_VALUES]) template(values);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new ConfigurationError(`The template ${file} is broken: ${reason}`, { cause });
  }
}
