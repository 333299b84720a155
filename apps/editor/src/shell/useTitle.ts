import { useEffect } from 'react';

/** Names the browser tab after what is on screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Syncline`;
  }, [title]);
}
