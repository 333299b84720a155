import { Maximize, Minus, Plus } from 'lucide-react';
import { useReactFlow, useStore } from 'reactflow';
import { Icon } from '../parts/Icon.tsx';
import { Tooltip } from '../parts/Tooltip.tsx';

const button =
  'grid h-[26px] min-w-[26px] place-items-center rounded-sm px-1 text-xs text-ink-2 hover:bg-hover hover:text-ink';

/** How far away one is, and how to change it. */
export function ZoomControl() {
  const flow = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="absolute bottom-3.5 left-3 z-(--z-panel) flex items-center rounded-lg border border-line bg-raised p-0.5 shadow-float">
      <Tooltip words="Zoom out" side="top">
        <button type="button" aria-label="Zoom out" className={button} onClick={() => flow.zoomOut()}>
          <Icon of={Minus} size="sm" />
        </button>
      </Tooltip>
      <Tooltip words="Zoom to 100 %" side="top">
        <button
          type="button"
          aria-label={`Zoom is ${percent} %. Back to 100 %`}
          className={`${button} w-[46px]`}
          onClick={() => flow.zoomTo(1)}
        >
          {percent} %
        </button>
      </Tooltip>
      <Tooltip words="Zoom in" side="top">
        <button type="button" aria-label="Zoom in" className={button} onClick={() => flow.zoomIn()}>
          <Icon of={Plus} size="sm" />
        </button>
      </Tooltip>
      <Tooltip words="Fit to view" keys="Shift+1" side="top">
        <button
          type="button"
          aria-label="Fit to view"
          className={button}
          onClick={() => flow.fitView({ padding: 0.18, maxZoom: 1 })}
        >
          <Icon of={Maximize} size="sm" />
        </button>
      </Tooltip>
    </div>
  );
}
