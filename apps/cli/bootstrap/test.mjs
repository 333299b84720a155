import { ensureBrowser } from './browser.mjs';
import { runQuietly } from './child.mjs';
import { ensureEditor } from './editor.mjs';
import { Missing } from './missing.mjs';
import { prepare } from './prepare.mjs';
import { secondsSince, showProgress } from './progress.mjs';
import { hasTests, readCounts } from './testFiles.mjs';
import { toolPath } from './tools.mjs';

/**
 * `npm test [-- step ...]`: every check in the order in which a mistake is cheapest to see, one line each, until the
 * first red one, whose output is then printed. Resolves to the exit code.
 */
export async function test(root, wanted) {
  const start = performance.now();
  const steps = planSteps(root);
  const unknown = wanted.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new Missing(
      `There is no step "${unknown}"; the steps are ${steps.map((step) => step.name).join(', ')}.`,
    );
  }
  const { node, env } = await prepare(root);
  const chosen = steps.filter((step) => wanted.length === 0 || wanted.includes(step.name));
  for (const step of chosen) {
    const began = performance.now();
    const { code, note = '', output = '', shown = false } = await step.run(node, env);
    console.log(
      `${code === 0 ? '✓' : '✗'} ${step.name.padEnd(9)} ${secondsSince(began).padStart(7)}   ${note}`,
    );
    if (code === 0) continue;
    if (!shown) console.log(`\n${output.trimEnd()}\n`);
    console.log(`Red at "${step.name}"; "npm test -- ${step.name}" repeats this step alone.`);
    return 1;
  }
  console.log(`Green in ${secondsSince(start)}`);
  return 0;
}

function planSteps(root) {
  const quietly = (words, node, env, args) =>
    showProgress(words, () => runQuietly(node, args, { cwd: root, env: withColour(env) }));

  /** Tools one after the other, until one of them is red. */
  const tools = (name, note, calls) => ({
    name,
    run: async (node, env) => {
      for (const [tool, command, ...args] of calls) {
        const result = await quietly(name, node, env, [toolPath(root, tool, command), ...args]);
        if (result.code !== 0) return result;
      }
      return { code: 0, note };
    },
  });

  const project = (name, { folders, required }) => ({
    name,
    run: async (node, env) => {
      if (!required && !hasTests(root, folders)) return { code: 0, note: 'no tests yet' };
      const result = await quietly(name, node, env, [toolPath(root, 'vitest'), 'run', '--project', name]);
      return { ...result, note: readCounts(result.output) };
    },
  });

  return [
    {
      name: 'chromium',
      run: async (node, env) => {
        env.SYNCLINE_CHROMIUM = await ensureBrowser(root, node);
        return { code: 0, note: env.SYNCLINE_CHROMIUM };
      },
    },
    tools('types', 'server side and editor', [
      ['typescript', 'tsc', '-p', 'tsconfig.json'],
      ['typescript', 'tsc', '-p', 'apps/editor/tsconfig.json'],
    ]),
    tools('lint', 'format and rules', [['@biomejs/biome', 'biome', 'check', '.']]),
    tools('dead', 'no dead code, no unused dependency', [['knip', 'knip']]),
    project('unit', { folders: ['packages', 'apps', 'test'], required: true }),
    {
      name: 'editor',
      run: async (node, env) => {
        const result = await ensureEditor(root, node, withColour(env));
        const note = result.code !== 0 ? '' : result.built ? 'built' : 'the bundle is up to date';
        return { ...result, note };
      },
    },
    project('system', { folders: ['test/system'], required: false }),
    project('proofs', { folders: ['test/proofs'], required: false }),
    project('browser', { folders: ['test/browser'], required: false }),
    project('timed', { folders: ['test/system', 'test/proofs'], required: false }),
  ];
}

// The output is kept, so the tools see no terminal; what is shown in the end is shown on ours.
function withColour(env) {
  return process.stdout.isTTY && !env.NO_COLOR ? { ...env, FORCE_COLOR: '1' } : env;
}
