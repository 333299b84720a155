import type { Plugin } from 'vite';

const library = /[\\/]@xyflow[\\/]react[\\/]dist[\\/]esm[\\/]index\.m?js$/;

/**
 * Lets the bundler leave out the parts of React Flow that no one imports (its buttons, panel, toolbars). The library
 * gives each part a `displayName` after making it, and a bundler must take that for a use.
 */
export function leanReactFlow(): Plugin {
  return {
    name: 'syncline:lean-react-flow',
    apply: 'build',
    transform: {
      filter: { id: library },
      handler: (code) => ({
        code: code
          .replaceAll(/^\w+\.displayName = '\w+';$/gm, '')
          .replaceAll(
            /^((?:const|var) [\w$]+ = )(?=(?:memo|forwardRef|createContext)\()/gm,
            '$1/* @__PURE__ */ ',
          ),
        map: null,
      }),
    },
  };
}
