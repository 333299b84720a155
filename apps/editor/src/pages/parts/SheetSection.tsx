import type { ReactNode } from 'react';

/** One group of parts on the sheet. */
export function SheetSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-7 min-w-0">
      <h2 className="mb-3 text-md">{title}</h2>
      {children}
    </section>
  );
}
