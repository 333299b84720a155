// A strict Content-Security-Policy refuses the style element sonner adds by itself; the file is allowed.
import 'sonner/dist/styles.css';
import { useEffect } from 'react';
import { toast as sonner, Toaster } from 'sonner';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';
import { statusGlyphs, statusText } from './Status.tsx';
import { type Toast, takeToasts, useToastQueue } from './toast.ts';

/** Sonner drawn with our tokens. Loaded when the first toast is asked for. */
export default function ToastList() {
  useEffect(() => {
    const showAll = () => {
      for (const toast of takeToasts()) {
        sonner.custom((id) => <ToastCard toast={toast} onDone={() => sonner.dismiss(id)} />, {
          duration: toast.action || toast.kind === 'failed' ? 10_000 : 5_000,
        });
      }
    };
    showAll();
    return useToastQueue.subscribe(showAll);
  }, []);
  return (
    <Toaster position="bottom-right" offset={16} mobileOffset={{ bottom: 72, left: 16, right: 16 }} gap={8} />
  );
}

function ToastCard({ toast, onDone }: { toast: Toast; onDone: () => void }) {
  const kind = toast.kind ?? 'success';
  return (
    <div className="flex w-[356px] max-w-[calc(100vw-32px)] items-start gap-2.5 rounded-lg border border-line bg-raised py-2.5 pr-2.5 pl-3.5 font-sans text-sm text-ink shadow-float">
      <Icon of={statusGlyphs[kind]} className={joinClasses('mt-0.5', statusText[kind])} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{toast.title}</p>
        {toast.detail && <p className="text-xs text-ink-2">{toast.detail}</p>}
      </div>
      {toast.action && (
        <button
          type="button"
          onClick={() => {
            toast.action?.run();
            onDone();
          }}
          className="min-h-(--target) rounded-sm px-2 font-medium text-accent-text hover:bg-hover"
        >
          {toast.action.label}
        </button>
      )}
    </div>
  );
}
