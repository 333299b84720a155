import { useStore } from 'reactflow';

const gap = 22;

/** The faint grid behind the steps. It moves and grows with them, and is gone where it would be a grey haze. */
export function Dots() {
  const [x, y, zoom] = useStore((state) => state.transform);
  if (zoom < 0.6) return null;
  const step = gap * zoom;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 -z-1"
      style={{
        backgroundImage: `radial-gradient(circle, var(--canvas-dot) ${0.7 * zoom}px, transparent ${0.7 * zoom + 0.4}px)`,
        backgroundSize: `${step}px ${step}px`,
        backgroundPosition: `${x - step / 2}px ${y - step / 2}px`,
      }}
    />
  );
}
