/** Nothing there: a dash for the eye, a word for the ear. */
export const None = ({ text }: { readonly text?: string | undefined }) =>
  text === undefined ? (
    <span className="muted">
      <span aria-hidden="true">–</span>
      <span className="unseen">none</span>
    </span>
  ) : (
    <span className="muted">{text}</span>
  );
