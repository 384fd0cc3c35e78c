/** A sentence; what is written as code in it is shown as code. */
export const Coded = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, place) =>
    // oxlint-disable-next-line react/no-array-index-key -- a text that never changes
    place % 2 === 1 ? <code key={place}>{part}</code> : part,
  );
