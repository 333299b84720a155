// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { press } from '../mountForTest.tsx';
import { bindShortcuts } from './bindShortcuts.ts';
import { formatKeys } from './keys.ts';
import { type Command, createCommandRegistry } from './registry.ts';

const ran: string[] = [];
const command = (id: string, rest: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Test',
  run: () => ran.push(id),
  ...rest,
});
const bound: (() => void)[] = [];
const bind = (commands: Command[]) => {
  const registry = createCommandRegistry();
  registry.register(commands);
  bound.push(bindShortcuts(registry, window));
  return registry;
};
afterEach(() => {
  for (const unbind of bound.splice(0)) unbind();
  ran.length = 0;
  document.body.replaceChildren();
});

describe('the registry', () => {
  it('offers a command while it is registered and refuses a second one of the same name', () => {
    const registry = createCommandRegistry();
    const remove = registry.register([command('flow.publish')]);
    expect(() => registry.register([command('flow.publish')])).toThrow(
      '"flow.publish" is already registered',
    );
    expect(registry.run('flow.publish')).toBe(true);
    remove();
    expect(registry.run('flow.publish')).toBe(false);
    expect(ran).toEqual(['flow.publish']);
  });

  it('does not run what does not apply', () => {
    const registry = createCommandRegistry();
    registry.register([command('flow.undo', { when: () => false })]);
    expect(registry.run('flow.undo')).toBe(false);
    expect(ran).toEqual([]);
  });

  it('tells its readers when something comes or goes', () => {
    const registry = createCommandRegistry();
    const counts: number[] = [];
    registry.subscribe(() => counts.push(registry.list().length));
    registry.register([command('a'), command('b')])();
    expect(counts).toEqual([2, 0]);
  });
});

describe('shortcuts', () => {
  it('act from anywhere, and those with a modifier also while someone types', async () => {
    bind([command('search', { keys: 'Control+k' }), command('new', { keys: 'n' })]);
    const field = document.body.appendChild(document.createElement('input'));
    await press(field, 'n');
    await press(field, 'k', { ctrlKey: true });
    await press(document.body, 'n');
    expect(ran).toEqual(['search', 'new']);
  });

  it('do nothing behind an open dialog', async () => {
    bind([command('new', { keys: 'n' })]);
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.role = 'dialog';
    await press(dialog.appendChild(document.createElement('button')), 'n');
    expect(ran).toEqual([]);
  });

  it('go to the command added last that applies, where two share keys', async () => {
    let onCanvas = true;
    const registry = bind([command('page', { keys: 'd' })]);
    registry.register([command('canvas', { keys: 'd', when: () => onCanvas })]);
    await press(document.body, 'd');
    onCanvas = false;
    await press(document.body, 'd');
    expect(ran).toEqual(['canvas', 'page']);
  });

  it('may be a sequence, whose last key then does nothing else', async () => {
    bind([command('rename', { keys: 'r' }), command('go.runs', { keys: 'g r' })]);
    await press(document.body, 'r');
    await press(document.body, 'g');
    await press(document.body, 'r');
    expect(ran).toEqual(['rename', 'go.runs']);
  });

  it('are written as the keyboard names them', () => {
    expect(formatKeys('$mod+Shift+Enter', false)).toBe('Ctrl Shift Enter');
    expect(formatKeys('$mod+Shift+Enter', true)).toBe('⌘ ⇧ ↵');
    expect(formatKeys('[Shift]+?', false)).toBe('?');
    expect(formatKeys('g r', false)).toBe('G then R');
  });
});
