import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

/** The box of every dialog: centred, at the foot of the screen on a phone. */
export const dialogBox = joinClasses(
  'fixed z-(--z-dialog) flex max-h-[85dvh] animate-appear flex-col border border-line bg-raised shadow-dialog',
  'inset-x-0 bottom-0 rounded-t-xl wide:inset-x-auto wide:bottom-auto wide:top-1/2 wide:left-1/2 wide:-translate-1/2 wide:rounded-lg',
);
export const dialogScrim = 'fixed inset-0 z-(--z-dialog) animate-appear bg-scrim';

const widths = { sm: 'wide:w-[420px]', md: 'wide:w-[560px]', lg: 'wide:w-[min(860px,calc(100vw-48px))]' };

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** Buttons at the foot, the primary one last. */
  actions?: ReactNode;
  size?: keyof typeof widths;
  children?: ReactNode;
};

/** Holds the page until it is answered. Escape and the close button call `onClose`; focus returns where it was. */
export function Dialog({ open, onClose, title, description, actions, size = 'md', children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={dialogScrim} />
        <Radix.Content
          {...(!description && { 'aria-describedby': undefined })}
          className={joinClasses(dialogBox, widths[size])}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold tracking-[-.015em]">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-ink-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="grid size-(--control-sm) place-items-center rounded-sm text-ink-2 hover:bg-hover hover:text-ink"
            >
              <Icon of={X} />
            </Radix.Close>
          </header>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>}
          {actions && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {actions}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
