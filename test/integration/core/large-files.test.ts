import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '#shared/ipc/contract.ts';
import { CHUNK_SIZE, MAX_SEALED_CHUNK_SIZE } from '#shared/protocol/seal-file.ts';
import { seededNumbers } from '#test/harness/store/seeded.ts';
import { caseInput } from '#test/helpers/casework.ts';
import type { FaultProxy } from '#test/helpers/fault-proxy.ts';
import { runs } from '#test/helpers/runs.ts';
import { openTwoBureaus, type TwoBureaus, toRuritania, untilSent, untilTrue } from '#test/helpers/two-bureaus.ts';

const MEBIBYTES = runs(24, 1_024);
/** Every connection breaks somewhere within so many chunks: barely more than one lets hardly any through. */
const BREAKS_WITHIN = runs(1.12, 1.5);
const CUTS = 100;
/** What the rounds beside the file, TLS and handshakes may cost. Bytes for each connection. */
const AROUND = 40_000;

describe('a large file', () => {
  let world: TwoBureaus;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncb-large-'));
    world = await openTwoBureaus();
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A file of noise, put into a new case; with its SHA-256. */
  const addFile = async (name: string, bytes: number) => {
    const path = join(folder, name);
    const hash = createHash('sha256');
    const numbers = seededNumbers(bytes);
    const block = Buffer.from(Array.from({ length: 65_536 }, () => Math.floor(numbers() * 256)));
    const content = function* () {
      for (let left = bytes; left > 0; left -= block.length) {
        block.writeUInt32LE(left, 0);
        const piece = Buffer.from(block.subarray(0, Math.min(left, block.length)));
        hash.update(piece);
        yield piece;
      }
    };
    await pipeline(content, createWriteStream(path));
    world.utopia.files.grant(name, path, 'read');
    const { id: caseId } = await world.utopia.call('case.create', caseInput({ title: name }));
    const { id } = await world.utopia.call('file.add', { caseId, token: name });
    return { caseId, id, sha256: hash.digest('hex') };
  };

  const sendWith = (subject: string, more: Partial<Input<'message.send'>>) =>
    world.utopia.call('message.send', toRuritania(subject, more));

  /** Breaks the line over and over, until it has been broken often enough. */
  const cutOften = async (line: FaultProxy, kick: () => Promise<unknown>, isThere: () => Promise<boolean>) => {
    line.cut();
    line.restore();
    const before = { cuts: line.cuts, up: line.carried.up, down: line.carried.down };
    line.breakWithin(BREAKS_WITHIN * CHUNK_SIZE, seededNumbers(4_052_031));
    await untilTrue(
      async () => {
        await kick();
        if (line.cuts - before.cuts >= CUTS) line.restore();
        return isThere();
      },
      60_000 + MEBIBYTES * 2_000,
    );
    return {
      cuts: line.cuts - before.cuts,
      up: line.carried.up - before.up,
      down: line.carried.down - before.down,
    };
  };

  it(
    'comes to the other bureau whole over a hundred cuts each way, and a cut costs at most one chunk sent again',
    async () => {
      const { utopia, ruritania, line, otherLine } = world;
      await ruritania.call('file.set-limit', { bytes: null });
      const file = await addFile('film.mp4', MEBIBYTES * 1_048_576 - 77);
      otherLine.cut();
      const { conversationId } = await sendWith('With a film', { caseId: file.caseId, attachmentIds: [file.id] });
      const up = await cutOften(
        line,
        () => utopia.call('sync.now', {}),
        async () => (await utopia.call('status.get', {})).waiting === 0,
      );
      const most = (cuts: number) => MEBIBYTES * CHUNK_SIZE + cuts * (MAX_SEALED_CHUNK_SIZE + AROUND) + 1_000_000;
      expect(up.cuts).toBeGreaterThanOrEqual(CUTS);
      expect(up.up).toBeLessThan(most(up.cuts));

      const arrived = async () =>
        (await ruritania.call('message.list', { box: 'inbox' })).total === 0
          ? undefined
          : (await ruritania.call('message.thread', { conversationId }))[0]?.files[0];
      const down = await cutOften(
        otherLine,
        () => ruritania.call('sync.now', {}),
        async () => (await arrived())?.state === 'here',
      );
      expect(down.cuts).toBeGreaterThanOrEqual(CUTS);
      expect(down.down).toBeLessThan(most(down.cuts));
      const received = await arrived();
      const copy = join(folder, 'copy.mp4');
      ruritania.files.grant('copy', copy, 'write');
      if (received) await ruritania.call('file.save', { id: received.id, token: 'copy' });
      const hash = createHash('sha256');
      for await (const piece of createReadStream(copy)) hash.update(piece as Buffer);
      expect(hash.digest('hex')).toBe(file.sha256);
      console.log(`${MEBIBYTES} MiB; up: ${JSON.stringify(up)}; down: ${JSON.stringify(down)}`);
    },
    300_000 + MEBIBYTES * 10_000,
  );

  it('keeps neither an urgent message with a file of its own waiting, nor a small file, and shows how far each is', async () => {
    const { utopia, line } = world;
    const large = await addFile('large.bin', 6 * CHUNK_SIZE);
    const small = await addFile('small.txt', 1_000);
    const urgent = await addFile('urgent.txt', 2_000);
    line.restore();
    line.throttle(4_000_000);
    const behind = await sendWith('Large', { caseId: large.caseId, attachmentIds: [large.id] });
    await untilTrue(async () => {
      const { files } = await utopia.call('outbox.progress', { id: behind.id });
      return (files[0]?.done ?? 0) > 0;
    });
    const ids = [
      await sendWith('Small', { caseId: small.caseId, attachmentIds: [small.id] }),
      await sendWith('Urgent', { caseId: urgent.caseId, attachmentIds: [urgent.id], priority: 'urgent' }),
      await sendWith('Urgent without a file', { priority: 'urgent' }),
    ].map(({ id }) => id);
    await untilTrue(async () => {
      const out = await utopia.call('outbox.list', { finished: true });
      return ids.every((id) => out.some((item) => item.id === id && item.sentAt !== null));
    });
    const { files } = await utopia.call('outbox.progress', { id: behind.id });
    expect(files).toMatchObject([{ name: 'large.bin', total: 6 * CHUNK_SIZE }]);
    expect(files[0]?.done).toBeLessThan(6 * CHUNK_SIZE);
    line.restore();
    await untilSent(utopia);
  }, 120_000);
});
