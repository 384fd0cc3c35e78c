import { useEffect } from 'react';

/** What the tab says, and a screen reader when the page changes. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Countinghouse`;
  }, [title]);
}
