/** MAIL_FROM in its two parts: `Acme <billing@acme.example>`, or the address alone. */
export function senderOf(mailFrom: string | undefined): { readonly name: string; readonly address: string } {
  const [, name = '', address = ''] = /^(?:(.*?)\s*<)?([^<>]*)>?$/.exec(mailFrom?.trim() ?? '') ?? [];
  return { name: name.replaceAll('"', '').trim(), address };
}
