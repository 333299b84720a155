import { defineConfig } from 'vite';
import { lightContract } from './lightContract.ts';

/** What a component test needs of the editor's build; the style and React plugins would only slow it down. */
export default defineConfig({ plugins: [lightContract()] });
