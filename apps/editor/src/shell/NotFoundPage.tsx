import { ButtonLink } from '../parts/Button.tsx';
import { useTitle } from './useTitle.ts';

/** For an address that leads nowhere. */
export function NotFoundPage({ path }: { path: string }) {
  useTitle('Not found');
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-12 wide:px-16">
      <h1 className="text-xl tracking-[-.015em]">There is nothing at this address</h1>
      <p className="max-w-[60ch] wrap-anywhere text-ink-2">
        <span className="font-mono text-xs">{path}</span> does not lead to a page. It may have been deleted,
        or the address was cut off when it was copied.
      </p>
      <div className="pt-2">
        <ButtonLink href="/">Go to Home</ButtonLink>
      </div>
    </div>
  );
}
