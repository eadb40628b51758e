import { bothCopies, checkAlterations, cuts, everyByte, exchangedChunks, splicedRecords } from './alterations.ts';
import { liveOnFailingDisk } from './failing-disk.ts';
import { readIndependently } from './independent-reading.ts';
import { killWriters } from './killed-writer.ts';
import { WHOLE_LIFE } from './lives.ts';
import { loseNewestSnapshot } from './lost-snapshot.ts';
import { bundle, mutatedProduct } from './mutated-bundle.ts';
import { hunt } from './nonces.ts';
import type { HarnessName, PlantedFault } from './planted-faults.ts';
import { cutPower, recordLife } from './power-cut.ts';
import { type Product, product } from './product.ts';
import { replayOtherwise } from './replay.ts';
import { seededNumbers } from './seeded.ts';
import { soak } from './soak.ts';
import { largeVault, smallVault } from './vault-on-disk.ts';

/** What a harness says first about a product, or null if it finds nothing wrong with it. */
export type Verdict = string | null;

/** Works on the product as a library: any fault can be planted for it. */
export type LibraryHarness = (product: Product) => Promise<Verdict>;

const MOST_GROWTH = 0.1;

export const libraryHarnesses: Readonly<Record<Exclude<HarnessName, 'killed process' | 'soak'>, LibraryHarness>> = {
  'power cut': async (suspect) => {
    const life = await recordLife(suspect, WHOLE_LIFE);
    const options = { systematic: true, randomPerCall: 1, numbers: seededNumbers(3), mostProblems: 1 };
    return first(await cutPower(suspect, life, options));
  },
  'failing disk': async (suspect) => {
    for (const code of ['short-write', 'EBUSY', 'EIO'] as const) {
      for (let at = 1, last = false; !last; at += 1) {
        const { calls, problems } = await liveOnFailingDisk(suspect, { at, code, lasting: false });
        if (problems[0] !== undefined) return problems[0];
        last = calls < at;
      }
    }
    return null;
  },
  tampering: async (suspect) => {
    for (const closed of [true, false]) {
      const vault = await smallVault(suspect, closed);
      const alterations = closed ? [splicedRecords(vault), cuts(vault, 2048)] : [];
      for (const some of [bothCopies(vault, 3), everyByte(vault, 311), ...alterations]) {
        const found = first(await checkAlterations(suspect, vault, some, 1));
        if (found !== null) return found;
      }
    }
    const large = await largeVault(suspect, 3);
    return first(await checkAlterations(suspect, large, exchangedChunks(large), 1));
  },
  'lost snapshot': async (suspect) => first(await loseNewestSnapshot(suspect, 20)),
  nonces: async (suspect) => first(await hunt(suspect, { seals: 2_000, crashes: 40 })),
  replay: async (suspect) => first(await replayOtherwise(suspect)),
  'independent reader': async (suspect) => first(await readIndependently(suspect)),
};

/** Lets the named harness work on a product that has the fault, and returns what it says first. */
export async function verdictOn(fault: PlantedFault, harness: HarnessName = fault.caughtBy): Promise<Verdict> {
  if (harness === 'killed process') {
    return first(await killWriters(await bundle('test/helpers/store-writer.ts', fault.edits), 12));
  }
  if (harness === 'soak') {
    const { growth } = await soak(await bundle('test/helpers/store-soak.ts', fault.edits), 30_000, 30);
    return growth < MOST_GROWTH ? null : `memory grows by ${Math.round(growth * 100)} %`;
  }
  try {
    return await libraryHarnesses[harness](await productWith(fault));
  } catch (error) {
    return `a vault cannot even live its life: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function productWith({ edits, disk }: PlantedFault): Promise<Product> {
  const base = edits ? await mutatedProduct(edits) : product;
  if (!disk) return base;
  return {
    createVault: (options) => base.createVault({ ...options, fs: disk(options.fs) }),
    openVault: (options) => base.openVault({ ...options, fs: disk(options.fs) }),
  };
}

const first = ({ problems }: { readonly problems: readonly string[] }): Verdict => problems[0] ?? null;
