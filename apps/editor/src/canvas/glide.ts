/** What d3-zoom hands over: a selection of one element. */
interface Selected {
  node(): Element | null;
}

type Moment = 'start' | 'end' | 'interrupt';
type Act = (this: Element) => void;
type Tween = (this: Element) => (share: number) => void;

/** The part of a d3 transition that d3-zoom and React Flow use. */
interface Glide {
  selection(): Selected;
  duration(milliseconds: number): Glide;
  ease(curve: (share: number) => number): Glide;
  /** Names as d3 writes them: `start.zoom`, `interrupt.zoom end.zoom`. */
  on(names: string, act: Act): Glide;
  tween(name: string, make: Tween): Glide;
}

const running = new WeakMap<Element, { stop(): void }>();

/** Ends what moves the view of an element, where it is. */
export function interrupt(element: Element): void {
  running.get(element)?.stop();
}

/** Moves the view from here to there in frames. Stands in for d3-transition, which would bring colours and styles along. */
export function glide(selection: Selected): Glide {
  const element = selection.node();
  const acts: [moment: Moment | string, act: Act][] = [];
  const tweens: Tween[] = [];
  let milliseconds = 250;
  let curve = (share: number) => share;
  let began: number | null = null;
  let ticks: ((share: number) => void)[] = [];
  let frame = 0;
  const made: Glide = {
    selection: () => selection,
    duration: (value) => {
      milliseconds = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ? 0 : value;
      return made;
    },
    ease: (value) => {
      curve = value;
      return made;
    },
    on: (names, act) => {
      for (const name of names.split(' ')) acts.push([name.split('.')[0] ?? '', act]);
      return made;
    },
    tween: (_name, make) => {
      tweens.push(make);
      return made;
    },
  };
  if (element === null) return made;
  interrupt(element);
  const tell = (moment: Moment) => {
    for (const [name, act] of acts) if (name === moment) act.call(element);
  };
  const own = {
    stop: () => {
      cancelAnimationFrame(frame);
      running.delete(element);
      if (began !== null) tell('interrupt');
    },
  };
  const step = (now: number) => {
    if (began === null) {
      began = now;
      tell('start');
      ticks = tweens.map((make) => make.call(element));
    }
    const share = milliseconds <= 0 ? 1 : Math.min(1, (now - began) / milliseconds);
    for (const tick of ticks) tick(share === 1 ? 1 : curve(share));
    // Someone who heard of this step may have moved the view elsewhere.
    if (running.get(element) !== own) return;
    if (share < 1) {
      frame = requestAnimationFrame(step);
      return;
    }
    running.delete(element);
    tell('end');
  };
  running.set(element, own);
  frame = requestAnimationFrame(step);
  return made;
}

/** Gives selections the two methods that d3-transition would give them. */
export function addGlides(selections: object): void {
  Object.assign(selections, {
    transition(this: Selected) {
      return glide(this);
    },
    interrupt(this: Selected) {
      const element = this.node();
      if (element !== null) interrupt(element);
      return this;
    },
  });
}
