import { z } from 'zod';
import { isInClear, list, oneOf, webUrl } from './values.js';

/** One address, or a name with an address in angle brackets. Nothing that could begin a header of its own. */
const MAILBOX = /^(?:[^<>@\p{Cc}]* )?<?[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+>?$/u;

const address = (pattern: RegExp, message: string) => z.string().max(320).regex(pattern, message).optional();

/** Settings of src/notifications, for the schema in env.ts. */
export const notificationSettings = {
  NOTIFY: list
    .pipe(z.array(z.enum(['customer', 'operator', 'none'], 'must list customer, operator, or be none')))
    .refine((audiences) => audiences.length === 1 || !audiences.includes('none'), 'none stands alone')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/]\S*$/, 'must be an smtp:// or smtps:// URL')
    .refine((url) => URL.canParse(url), 'is no URL: percent-encode what is special in user and password')
    .optional(),
  MAIL_FROM: address(MAILBOX, 'must be one address, or: Name <address>'),
  OPERATOR_EMAIL: address(/^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/, 'must be one address'),
  NOTIFICATION_WEBHOOK_URL: webUrl.optional(),
  NOTIFICATION_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 random bytes in base64')
    .optional(),
  NOTIFICATION_TEMPLATES_DIR: z.string().optional(),
  ALERT_MESSAGES: oneOf('on', 'off').default('on'),
};

type Settings = z.infer<z.ZodObject<typeof notificationSettings>> & { readonly NODE_ENV: string };

/** What goes together, by name and without any value. */
export function notificationProblems(settings: Settings): string[] {
  const { MAIL_FROM, NOTIFICATION_WEBHOOK_SECRET, NOTIFICATION_WEBHOOK_URL, NOTIFY, OPERATOR_EMAIL, SMTP_URL } =
    settings;
  const problems: string[] = [];
  if (SMTP_URL) {
    const forOperator = NOTIFY?.includes('operator') ?? true;
    if (!MAIL_FROM) problems.push('MAIL_FROM: required with SMTP_URL');
    if (forOperator && !OPERATOR_EMAIL && !NOTIFICATION_WEBHOOK_URL) {
      problems.push('OPERATOR_EMAIL: required with SMTP_URL, unless NOTIFY is customer');
    }
  } else {
    if (MAIL_FROM) problems.push('SMTP_URL: required with MAIL_FROM');
    if (OPERATOR_EMAIL) problems.push('SMTP_URL: required with OPERATOR_EMAIL');
  }
  if (NOTIFICATION_WEBHOOK_URL && !NOTIFICATION_WEBHOOK_SECRET) {
    problems.push('NOTIFICATION_WEBHOOK_SECRET: required with NOTIFICATION_WEBHOOK_URL');
  }
  if (NOTIFICATION_WEBHOOK_SECRET && !NOTIFICATION_WEBHOOK_URL) {
    problems.push('NOTIFICATION_WEBHOOK_URL: required with NOTIFICATION_WEBHOOK_SECRET');
  }
  if (settings.NODE_ENV === 'production' && NOTIFICATION_WEBHOOK_URL && isInClear(NOTIFICATION_WEBHOOK_URL)) {
    problems.push('NOTIFICATION_WEBHOOK_URL: addresses of customers would travel in clear, use https');
  }
  return problems;
}
