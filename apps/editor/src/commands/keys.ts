/** Whether the command key is ⌘, as on Apple's keyboards. */
function usesCommandKey(): boolean {
  return typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);
}

const words: Record<string, string> = {
  $mod: 'Ctrl',
  Control: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
};
const appleWords: Record<string, string> = { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃', Enter: '↵' };

/**
 * Writes a shortcut as this keyboard names it.
 *
 * @example formatKeys('$mod+Shift+Enter') // "Ctrl Shift Enter", on a Mac "⌘ ⇧ ↵"
 * @example formatKeys('g r') // "G then R"
 */
export function formatKeys(keys: string, apple = usesCommandKey()): string {
  const name = (part: string) => {
    const word = (apple ? appleWords[part] : undefined) ?? words[part] ?? part;
    return word.length === 1 ? word.toUpperCase() : word;
  };
  return keys
    .split(' ')
    .map((press) =>
      press
        .split('+')
        .filter((part) => !part.startsWith('['))
        .map(name)
        .join(' '),
    )
    .join(' then ');
}

/** Whether the shortcut holds a modifier, so that it may act while someone types. */
export function holdsModifier(keys: string): boolean {
  return /(^|\s|\+)(\$mod|Control|Meta|Alt)\+/.test(keys) || /^F\d+$/.test(keys);
}
