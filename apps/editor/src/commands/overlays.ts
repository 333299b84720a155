import { create } from 'zustand';

type Overlay = 'palette' | 'keys' | null;

type OverlayState = { open: Overlay; show: (overlay: Overlay) => void };

/** Which of the two app-wide overlays is open: the palette, the sheet of all keys, or none. */
export const useOverlay = create<OverlayState>((set) => ({
  open: null,
  show: (open) => set({ open }),
}));
