import { Check, Minus } from 'lucide-react';
import { AlertDialog as Radix } from 'radix-ui';
import { Button } from './Button.tsx';
import type { ConfirmDialogProps } from './ConfirmDialog.tsx';
import { joinClasses } from './classes.ts';
import { dialogBox, dialogScrim } from './Dialog.tsx';
import { Icon } from './Icon.tsx';

/** The dialog itself, loaded by the first question. */
export default function LoadedConfirm({
  open,
  onClose,
  title,
  goes,
  stays,
  confirmLabel,
  cancelLabel = 'Keep it',
  onConfirm,
  busy,
  error,
}: ConfirmDialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={dialogScrim} />
        <Radix.Content className={joinClasses(dialogBox, 'wide:w-[440px]')}>
          <div className="overflow-y-auto px-5 pt-4 pb-5">
            <Radix.Title className="text-lg font-semibold tracking-[-.015em]">{title}</Radix.Title>
            <Radix.Description asChild>
              <div className="mt-3 flex flex-col gap-3">
                <Consequences heading="What goes" entries={goes} icon={Minus} look="text-failed" />
                <Consequences heading="What stays" entries={stays} icon={Check} look="text-success" />
              </div>
            </Radix.Description>
            {error && (
              <p role="alert" className="mt-3 text-failed">
                {error}
              </p>
            )}
          </div>
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
            <Radix.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Radix.Cancel>
            <Button kind="danger" busy={busy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ConsequencesProps = { heading: string; entries: readonly string[]; icon: typeof Check; look: string };

function Consequences({ heading, entries, icon, look }: ConsequencesProps) {
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className="text-xs font-medium text-ink-3">{heading}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {entries.map((entry) => (
          <li key={entry} className="flex items-start gap-2">
            <Icon of={icon} size="sm" className={joinClasses('mt-[3px]', look)} />
            {entry}
          </li>
        ))}
      </ul>
    </section>
  );
}
