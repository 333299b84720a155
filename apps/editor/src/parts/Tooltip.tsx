import { type ReactElement, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { formatKeys } from '../commands/keys.ts';
import { placeBeside, type Side } from './placement.ts';

type TooltipProps = {
  words: string;
  /** Shortcut in command notation. */
  keys?: string | undefined;
  side?: Side;
  /** The element that gets the tooltip. */
  children: ReactElement;
};

const openDelay = 400;
const closeDelay = 120;

/**
 * A reminder of a name or a shortcut, on hover and on keyboard focus. Never the only explanation of anything: its
 * child has a name of its own. Escape closes it and the pointer may move onto it. Our own, because it is on every
 * page and a positioning library would weigh fifteen times as much there.
 */
export function Tooltip({ words, keys, side = 'bottom', children }: TooltipProps) {
  const id = useId();
  const wrap = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);

  const change = (next: boolean, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), delay);
  };
  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!open) return;
    const closeOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    const closeOnScroll = () => setOpen(false);
    window.addEventListener('keydown', closeOnEscape);
    window.addEventListener('scroll', closeOnScroll, true);
    return () => {
      window.removeEventListener('keydown', closeOnEscape);
      window.removeEventListener('scroll', closeOnScroll, true);
    };
  }, [open]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: watches its child, which is the interactive element
    <span
      ref={wrap}
      className="contents"
      onPointerEnter={(event) => event.pointerType !== 'touch' && change(true, openDelay)}
      onPointerLeave={() => change(false, closeDelay)}
      onPointerDown={close}
      onFocus={(event) => event.target.matches(':focus-visible') && change(true, 0)}
      onBlur={close}
    >
      {children}
      {open && (
        <TooltipBox id={id} anchor={wrap.current?.firstElementChild} words={words} keys={keys} side={side} />
      )}
    </span>
  );
}

type TooltipBoxProps = {
  id: string;
  anchor: Element | null | undefined;
  words: string;
  keys: string | undefined;
  side: Side;
};

function TooltipBox({ id, anchor, words, keys, side }: TooltipBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    if (!anchor || !box.current) return;
    const view = { width: window.innerWidth, height: window.innerHeight };
    setPlace(placeBeside(anchor.getBoundingClientRect(), box.current.getBoundingClientRect(), view, side));
  }, [anchor, side]);
  useEffect(() => {
    // A name that is shown again as a tooltip need not be read twice.
    if (!anchor || anchor.getAttribute('aria-label') === words) return;
    const before = anchor.getAttribute('aria-describedby');
    anchor.setAttribute('aria-describedby', before ? `${before} ${id}` : id);
    return () => {
      if (before) anchor.setAttribute('aria-describedby', before);
      else anchor.removeAttribute('aria-describedby');
    };
  }, [anchor, words, id]);
  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      style={place ?? { left: 0, top: 0, visibility: 'hidden' }}
      className="fixed z-(--z-tooltip) w-max max-w-64 rounded-sm bg-inverse px-2 py-1 text-xs text-ink-inverse"
    >
      {words}
      {keys && <span className="ml-2">{formatKeys(keys)}</span>}
    </div>,
    document.body,
  );
}
