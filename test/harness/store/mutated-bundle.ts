import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';
import type { Product } from './product.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundles = join(root, 'out', `store-bundles-${process.pid}`);
let number = 0;

/** A change of one product file while it is bundled; the file itself stays as it is. */
export interface SourceEdit {
  /** Path from the project's folder. */
  readonly file: string;
  /** Quoted from the file; exactly one place must hold it. */
  readonly find: string;
  readonly replace: string;
}

/**
 * Bundles one TypeScript file and everything it needs, with some lines of the product exchanged. Packages are bundled with
 * it, so that a process starts fast, but for sql.js, which looks for its WebAssembly beside its own file.
 * Returns the bundle's path. An edit whose quotation the product no longer holds is an error, so no fault goes stale.
 */
export async function bundle(entry: string, edits: readonly SourceEdit[] = []): Promise<string> {
  number += 1;
  const outDir = join(bundles, String(number));
  mkdirSync(outDir, { recursive: true });
  const made = new Set<SourceEdit>();
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [exchange(edits, made)],
    ssr: { noExternal: true, external: ['sql.js'] },
    build: {
      ssr: join(root, entry),
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'bundle.mjs' } },
    },
  });
  const missed = edits.find((edit) => !made.has(edit));
  if (missed) throw new Error(`${missed.file} is not part of ${entry}.`);
  return join(outDir, 'bundle.mjs');
}

/** The product with some of its lines exchanged. */
export async function mutatedProduct(edits: readonly SourceEdit[]): Promise<Product> {
  const path = await bundle('test/harness/store/product.ts', edits);
  const loaded = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { product: Product };
  return loaded.product;
}

/** Removes every bundle this process has made. */
export function removeBundles(): void {
  rmSync(bundles, { recursive: true, force: true });
}

function exchange(edits: readonly SourceEdit[], made: Set<SourceEdit>): Plugin {
  return {
    name: 'exchange-lines',
    enforce: 'pre',
    transform(code, id) {
      const path = id.split('?')[0] ?? '';
      const mine = edits.filter((edit) => path === join(root, edit.file).replaceAll('\\', '/'));
      if (mine.length === 0) return null;
      for (const edit of mine) made.add(edit);
      return { code: mine.reduce(exchangeOnce, code), map: null };
    },
  };
}

function exchangeOnce(code: string, { file, find, replace }: SourceEdit): string {
  const places = code.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} holds ${places} times, not once: ${find}`);
  return code.replace(find, () => replace);
}
