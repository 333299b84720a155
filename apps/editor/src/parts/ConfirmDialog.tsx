import { Suspense, useState } from 'react';
import { lazyPart } from './lazyPart.ts';

export type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  /** The question, with its object: "Delete this flow?". */
  title: string;
  /** What will be gone: "14 versions", "The history of 1,204 runs". */
  goes: readonly string[];
  /** What is left untouched: "The records in Shopify and Mailchimp". */
  stays: readonly string[];
  /** The verb again: "Delete flow". */
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  /** Words while it runs: "Deleting". */
  busy?: string | undefined;
  /** Why it did not work, said in place. */
  error?: string | undefined;
};

const LoadedConfirm = lazyPart(() => import('./LoadedConfirm.tsx'));

/** Asks before something that cannot be taken back, and says exactly what goes and what stays. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [asked, setAsked] = useState(props.open);
  if (props.open && !asked) setAsked(true);
  return asked ? (
    <Suspense fallback={null}>
      <LoadedConfirm {...props} />
    </Suspense>
  ) : null;
}
