import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const react = /[\\/]@xyflow[\\/]react[\\/]dist[\\/]esm[\\/]index\.m?js$/;
const system = /[\\/]@xyflow[\\/]system[\\/]dist[\\/]esm[\\/]index\.m?js$/;
const zoom = /[\\/]d3-zoom[\\/]dist[\\/]d3-zoom\.mjs$/;
const interpolate = /[\\/]d3-interpolate[\\/]dist[\\/]d3-interpolate\.mjs$/;
const selection = /[\\/]d3-selection[\\/]dist[\\/]d3-selection\.mjs$/;
const glide = fileURLToPath(new URL('../src/canvas/glide.ts', import.meta.url));

/** Text of a library that is replaced; a release that is written otherwise must be looked at, not shipped as it is. */
type Cut = [from: string | RegExp, to: string];

const cuts: readonly [file: RegExp, cuts: readonly Cut[]][] = [
  [
    react,
    [
      // A name given to a part after making it counts as a use of that part.
      [/^\w+\.displayName = '\w+';$/gm, ''],
      [
        /^((?:const|var) [\w$]+ = )(?=(?:memo|forwardRef|createContext|create\w+Edge)\()/gm,
        '$1/* @__PURE__ */ ',
      ],
      // Our canvas names the type of each of its steps and lines, so the library's own are never drawn.
      [/^const builtinNodeTypes = \{[^}]*\};$/m, 'const builtinNodeTypes = {};'],
      [/^const builtinEdgeTypes = \{[^}]*\};$/m, 'const builtinEdgeTypes = {};'],
      // The line being drawn is ours, too.
      [
        / {4}let path = '';\n {4}const pathParams = \{[\s\S]*?react-flow__connection-path.*\n/,
        '    return null;\n',
      ],
    ],
  ],
  // A choice nobody makes here, which brings the interpolation of colours, dates and texts along.
  [system, [[/options\?\.interpolate === 'linear' \? interpolate : interpolateZoom/g, 'interpolateZoom']]],
  // Panning, zooming and dragging listen to elements; they add, join and write none. Methods nobody calls on a
  // selection would still be used by its prototype.
  [
    selection,
    [
      [
        /^ {2}(?:select\w*|data|enter|exit|join|merge|order|sort|attr|classed|text|html|raise|lower|append|insert|remove|clone|dispatch): selection_\w+,$/gm,
        '',
      ],
      // What only those methods made.
      [/^(?:EnterNode|ClassList|Local)\.prototype = (?:local\.prototype = )?\{[\s\S]*?^\};$/gm, ''],
    ],
  ],
  // Made when the module loads, so each of them counts as used.
  [interpolate, [[/^(var [\w$]+ = )(?=\(function|[\w$]+\()/gm, '$1/* @__PURE__ */ ']]],
  [
    zoom,
    [
      [
        "import { select, pointer } from 'd3-selection';",
        "import { select, selection as selections, pointer } from 'd3-selection';",
      ],
      [
        "import { interrupt } from 'd3-transition';",
        `import { addGlides, interrupt } from ${JSON.stringify(glide)};\naddGlides(selections.prototype);`,
      ],
    ],
  ],
];

/** Lets the bundler leave out the parts of React Flow, and of what it is made of, that no one here uses. */
export function leanReactFlow(): Plugin {
  return {
    name: 'syncline:lean-react-flow',
    apply: 'build',
    transform: {
      filter: { id: cuts.map(([file]) => file) },
      handler(code, id) {
        let lean = code;
        for (const [from, to] of cuts.find(([file]) => file.test(id))?.[1] ?? []) {
          const before = lean;
          lean = typeof from === 'string' ? lean.replace(from, () => to) : lean.replace(from, to);
          if (lean === before) this.error(`${id} no longer has ${from}. See vite-plugins/leanReactFlow.ts.`);
        }
        return { code: lean, map: null };
      },
    },
  };
}
