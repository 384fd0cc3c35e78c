/** Instead of what is not shown; as long whatever it stands for. */
const MASK = '•••';

/**
 * jenny.rosen@example.com -> `j•••@example.com`: enough for an operator to tell two customers apart, and for nobody to
 * write to one. A name of one letter is not told, nor is what is no address.
 */
export function maskedEmail(email: string | null): string | null {
  if (email === null) return null;
  const at = email.lastIndexOf('@');
  if (at < 1) return MASK;
  const [first = ''] = email;
  const domain = email.slice(at + 1, at + 101);
  return `${at > first.length ? first : ''}${MASK}@${domain}`.toWellFormed();
}
