import { describe, expect, it } from 'vitest';
import { acceptable, type Kdf, type KdfParameters, STANDARD_KDF } from '#core/vault/kdf.ts';
import { calibrate, parametersFor } from '#core/vault/kdf-calibration.ts';
import { passphraseSlots } from '#core/vault/key-slots.ts';
import { nodeProcesses } from '#core/vault/processes.ts';
import { keySlotsOn } from '#test/helpers/key-slots-file.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';

/** A computer on which the standard derivation takes so long, and every other in proportion. */
class TestComputer implements Kdf {
  now = 0;
  derivations: KdfParameters[] = [];
  constructor(readonly standardMs: number) {}

  async derive(_passphrase: string, salt: Uint8Array, parameters: KdfParameters): Promise<Uint8Array> {
    this.derivations.push(parameters);
    this.now += this.costOf(parameters);
    return new Uint8Array(32).fill(salt[0] ?? 0);
  }

  costOf({ memoryKiB, iterations }: KdfParameters): number {
    return (this.standardMs * memoryKiB * iterations) / (STANDARD_KDF.memoryKiB * STANDARD_KDF.iterations);
  }

  get monotonicMs() {
    return () => this.now;
  }
}

describe('the cost of a new passphrase', () => {
  it.each([20, 24, 35, 60, 100, 125, 200, 299, 300, 333, 400, 499])(
    'is about half a second on a computer that takes %d ms for the standard',
    async (standardMs) => {
      const computer = new TestComputer(standardMs);
      const cost = await calibrate({ kdf: computer, monotonicMs: computer.monotonicMs });
      expect(computer.costOf(cost)).toBeGreaterThanOrEqual(400);
      expect(computer.costOf(cost)).toBeLessThanOrEqual(600);
    },
  );

  it.each([0, 0.001, 1, 5, 77, 300, 501, 5_000, 3_600_000, Number.POSITIVE_INFINITY])(
    'is never below the standard, never above 256 MiB, and one that is accepted, at %d ms',
    (standardMs) => {
      const cost = parametersFor(standardMs);
      expect(cost.memoryKiB).toBeGreaterThanOrEqual(64 * 1024);
      expect(cost.memoryKiB).toBeLessThanOrEqual(256 * 1024);
      expect(cost.iterations).toBeGreaterThanOrEqual(3);
      expect(cost.parallelism).toBe(4);
      expect(acceptable(cost)).toBe(true);
    },
  );

  it('is what the quicker of two tries says, so that a busy moment weakens nothing', async () => {
    const computer = new TestComputer(250);
    let tries = 0;
    const kdf: Kdf = {
      derive: async (passphrase, salt, parameters) => {
        if (tries++ === 0) computer.now += 4_000;
        return computer.derive(passphrase, salt, parameters);
      },
    };
    expect(await calibrate({ kdf, monotonicMs: computer.monotonicMs })).toEqual(parametersFor(250));
    expect(tries).toBe(2);
  });

  it('is measured when the vault is made and once in each session in which a passphrase is set', async () => {
    const disk = new MemoryFileSystem();
    const computer = new TestComputer(250);
    const processes = { ...nodeProcesses, monotonicMs: () => computer.now };
    const { vault, store } = await newVault('/v', disk, { kdf: computer, processes });
    await vault.addUser('bea', 'the second passphrase');
    expect(computer.derivations.map(({ memoryKiB }) => memoryKiB / 1024)).toEqual([64, 64, 128, 128]);
    store.close();
    computer.derivations = [];
    const again = await reopened('/v', disk, { kdf: computer, processes });
    await again.vault.resetPassphrase('bea', 'the third passphrase');
    await again.vault.addUser('chloe', 'the fourth passphrase');
    again.store.close();
    expect(computer.derivations.map(({ memoryKiB }) => memoryKiB / 1024)).toEqual([128, 64, 64, 128, 128]);
    for (const slot of passphraseSlots(keySlotsOn(disk))) expect(slot.kdf).toEqual(parametersFor(250));
  });
});
