import { useLayoutEffect, useState } from 'react';
import { useStore, useStoreApi } from 'reactflow';
import type { CanvasNode } from './flowNodes.ts';
import { openingView } from './openingView.ts';

// Sizes and ports of all cards and notes are given. The library would still read each one from the page as it appears,
// which for a thousand is most of the time it takes to draw them.
const measureNothing = () => undefined;

/**
 * Looks at the right part of the flow before anything of it is drawn. The library's own way draws what lies around the
 * origin first, and then everything again where it fits.
 *
 * @returns whether the view stands, and the steps may be drawn.
 */
export function useOpeningView(nodes: readonly CanvasNode[]): boolean {
  const store = useStoreApi();
  // Before the library's first render, which keeps the function it finds.
  useState(() => store.setState({ updateNodeInternals: measureNothing }));
  const measured = useStore(({ panZoom, width, height }) => panZoom !== null && width > 0 && height > 0);
  const [stands, setStands] = useState(false);
  useLayoutEffect(() => {
    if (!measured || stands) return;
    const { panZoom, width, height } = store.getState();
    const boxes = nodes.map((node) => ({
      ...node.position,
      width: node.width ?? 0,
      height: node.height ?? 0,
    }));
    void panZoom?.setViewport(openingView(boxes, { width, height }));
    setStands(true);
  }, [measured, stands, nodes, store]);
  return stands;
}
