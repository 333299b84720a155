/** What one capture owns at the server. */
export interface CaptureNames {
  slot: string;
  publication: string;
}

/** @example captureNames('a1').slot // 'syncline_a1' */
export function captureNames(captureId: string): CaptureNames {
  const name = `syncline_${captureId.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
  return { slot: name, publication: name };
}
