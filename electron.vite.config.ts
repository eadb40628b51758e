import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import presetMantine from 'postcss-preset-mantine';
import simpleVars from 'postcss-simple-vars';
import type { Plugin } from 'vite';

/** The oldest runtime the workstation is tested on (Electron 33), whatever version the `electron` package names. */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

/** Mantine's breakpoints, for the media queries of CSS modules. */
const BREAKPOINTS = {
  'mantine-breakpoint-xs': '36em',
  'mantine-breakpoint-sm': '48em',
  'mantine-breakpoint-md': '62em',
  'mantine-breakpoint-lg': '75em',
  'mantine-breakpoint-xl': '88em',
};

/** Puts sql.js' WebAssembly beside the bundle that loads it: sql.js looks for it in its own folder. */
function sqlWasm(): Plugin {
  return {
    name: 'ncb:sql-wasm',
    generateBundle() {
      const path = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
      this.emitFile({ type: 'asset', fileName: 'sql-wasm.wasm', source: readFileSync(path) });
    },
  };
}

// Everything is bundled: the packaged application holds out/ and no node_modules.
export default defineConfig({
  main: {
    plugins: [sqlWasm()],
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      outDir: 'out/main',
      minify: true,
      rolldownOptions: {
        input: { main: resolve('electron/main.ts'), core: resolve('electron/core/main.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: resolve('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }, // a sandboxed preload has to be CommonJS
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    css: { postcss: { plugins: [presetMantine(), simpleVars({ variables: BREAKPOINTS })] } },
    build: {
      target: CHROME_TARGET,
      outDir: 'out/renderer',
      minify: true, // half the bytes to read and parse before the lock screen stands
      assetsInlineLimit: 0, // the content security policy allows no data: fonts or scripts
      rolldownOptions: { input: resolve('renderer/index.html') },
    },
  },
});
