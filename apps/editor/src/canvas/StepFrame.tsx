import type { PointerEventHandler, ReactNode } from 'react';
import { joinClasses } from '../parts/classes.ts';
import { card } from './cardSize.ts';
import { useStepName } from './useStep.ts';

type StepFrameProps = {
  id: string;
  height: number;
  className: string;
  onPointerEnter?: PointerEventHandler;
  onPointerLeave?: PointerEventHandler;
  children: ReactNode;
};

/** What a step is to keyboard and screen reader, near or far: one stop with its name, place and next step. */
export function StepFrame({ id, height, className, children, ...pointer }: StepFrameProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a step is opened, moved and connected with keys
      tabIndex={0}
      data-step={id}
      aria-label={useStepName(id)}
      aria-roledescription="step"
      style={{ width: card.width, height }}
      className={joinClasses('group/step relative rounded-lg outline-offset-3! select-none', className)}
      {...pointer}
    >
      {children}
    </div>
  );
}
