import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { leanReactFlow } from './vite-plugins/leanReactFlow.ts';
import { lightContract } from './vite-plugins/lightContract.ts';

const server = 'http://127.0.0.1:4400';

/** Small parts that nearly every page shows travel as one file: forty of half a KB each pack badly. */
const onNearlyEveryPage =
  /src\/(shell\/(Sidebar|BottomBar|WorkerLine|useSettingsEntries|PageHead|useTitle)|runs\/LoadProblem|urlState|parts\/(Brand|Button|Card|CountBubble|EmptyState|ErrorState|Field|Figures|Icon|Kbd|Menu|Select|SkeletonRows|Status|TextInput|TextLink|Tile|Tooltip|classes|format|placement))\.tsx?$/;

export default defineConfig({
  plugins: [react(), tailwind(), lightContract(), leanReactFlow()],
  server: { proxy: { '/api': server, '/hooks': server } },
  // One zustand for the canvas library and for us.
  resolve: { dedupe: ['zustand'] },
  build: {
    modulePreload: {
      // Every browser the tokens need knows module preloading by itself.
      polyfill: false,
      // The list of what each of a hundred chunks leads to would weigh 4 KB in every first load.
      resolveDependencies: (_file, files, { hostType }) => (hostType === 'html' ? files : []),
    },
    outDir: 'dist',
    // light-dark() in the tokens must reach the browser as written: lowering it would double every colour.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: {
      // Building a schema changes nothing else, so one that no page asks for is left out.
      treeshake: { manualPureFunctions: ['z'] },
      output: {
        codeSplitting: {
          // A group takes only the modules it names. Taking their dependencies along would move React or
          // zustand into the canvas chunk, and every page would then load the canvas.
          includeDependenciesRecursively: false,
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            {
              name: 'canvas',
              test: /node_modules\/(@xyflow|reactflow|zundo|d3-[a-z]+|classcat)\//,
              priority: 2,
            },
            {
              name: 'expressions',
              test: /node_modules\/(@codemirror|@lezer|style-mod|crelt|w3c-keyname)\//,
              priority: 2,
            },
            { name: 'layout', test: /node_modules\/@dagrejs\//, priority: 2 },
            { name: 'parts', test: onNearlyEveryPage, priority: 1 },
          ],
        },
      },
    },
  },
});
