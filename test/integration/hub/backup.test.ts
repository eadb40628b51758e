import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUpHub, restoreHub, verifyBackup } from '#hub/services/backup.ts';
import { systemClock, systemRandom } from '#hub/start-hub.ts';
import { type Database, openDatabase } from '#hub/store/database.ts';
import { newId } from '#shared/lib/ids.ts';
import { offerResponse } from '#shared/protocol/acceptance.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { contactAnswer } from '#shared/protocol/contact.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { type StreamItem, streamPage } from '#shared/protocol/stream.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { newTestDatabase, startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';
import { runs } from '#test/helpers/runs.ts';

const SECRET = 'a secret that is long enough';
const RESTORES = runs(5, 50);
const PLACES = runs(10, 200);

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url, () => undefined);
  return work(database).finally(() => database.close());
}

const deps = { clock: systemClock, random: systemRandom };

/** A workstation that keeps to the protocol, and what it holds. */
class Holder {
  readonly sent: Envelope[] = [];
  readonly received = new Map<string, StreamItem>();
  #cursor = 0;
  #epoch = '';
  #contact = { number: 0, tokens: [] as string[] };

  constructor(readonly station: TestWorkstation) {}

  /** One round: contact, the stream from the cursor, and every envelope the hub does not have any more. */
  async exchange(hub: TestHub): Promise<void> {
    const { identity } = this.station;
    const next = await this.#makeContact(hub);
    const from = `/v1/stream?after=${this.#cursor}&limit=200${this.#epoch && `&epoch=${this.#epoch}`}`;
    const page = streamPage.parse((await askHub(hub, identity, { path: from })).body);
    this.#epoch = page.epoch;
    this.#cursor = page.items.at(-1)?.number ?? page.resumeAfter;
    for (const item of page.items) this.received.set(item.envelope.id, item);
    const envelopes = this.sent.filter(({ sequence }) => sequence >= next);
    for (let at = 0; at < envelopes.length; at += 50) {
      const answer = await askHub(hub, identity, {
        path: '/v1/envelopes',
        json: { envelopes: envelopes.slice(at, at + 50) },
      });
      for (const { code } of offerResponse.parse(answer.body).verdicts) expect(code).toBe('accepted');
    }
  }

  /** Its sequence number goes on from its own memory, which is longer than the hub's after a restore. */
  async write(to: TestWorkstation): Promise<void> {
    const sequence = this.sent.length + 1;
    this.sent.push(await makeEnvelope({ sender: this.station, to: [to.bureau], sequence }));
  }

  async #makeContact(hub: TestHub): Promise<number> {
    const token = toBase64Url(systemRandom.bytes(16));
    const json = { number: this.#contact.number + 1, previous: this.#contact.tokens, token, goOn: false };
    const answer = contactAnswer.parse((await askHub(hub, this.station.identity, { path: '/v1/contact', json })).body);
    expect(answer.standing).toBe('agreed');
    this.#contact = { number: answer.number, tokens: [token] };
    return answer.nextSequence;
  }
}

describe('a back-up of the hub', { timeout: 60_000 }, () => {
  let folder: string;
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncb-hub-backup-'));
    hub = await startTestHub({ secret: 'the authority is sealed' });
    utopia = await enrolNewBureau(hub, 'UTO');
    await utopia.offer(await makeEnvelope({ sender: utopia, to: [utopia.bureau], sequence: 1 }));
    const bytes = Buffer.from('sealed');
    const headers = { 'ncb-sha256': createHash('sha256').update(bytes).digest('hex') };
    const uploaded = await utopia.ask({ method: 'PUT', path: `/v1/blobs/${newId(testDeps)}/chunks/0`, bytes, headers });
    expect(uploaded.status).toBe(204);
  });
  afterAll(async () => {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Every row of every table as text, in any order. */
  const contentOf = async (database: Database) => {
    const tables = await database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      if (['migrations', 'epochs', 'stream_epochs', 'audit', 'audit_heads'].includes(name)) continue;
      const found = await database.query<{ row: string }>(`select t::text as row from "${name}" t`);
      rows.push(...found.map(({ row }) => `${name} ${row}`));
    }
    return rows.sort();
  };

  it('is restored into an empty database as it was, in a new epoch, with every audit chain whole', async () => {
    const file = join(folder, 'first');
    const written = await backUpHub({ ...deps, database: hub.database }, file, SECRET);
    const url = await newTestDatabase();
    const before = await contentOf(hub.database);
    await withDatabase(url, async (database) => {
      const report = await restoreHub({ ...deps, database }, file, SECRET);
      expect(report.rows).toBe(written.rows);
      expect(report.chains.every(({ brokenAt }) => brokenAt === null)).toBe(true);
      expect(await contentOf(database)).toEqual(before);
    });
    const second = await startTestHub({ databaseUrl: url, secret: 'the authority is sealed' });
    expect(second.caPem).toBe(hub.caPem);
    const page = streamPage.parse((await askHub(second, utopia.identity, { path: '/v1/stream' })).body);
    expect(page.items).toHaveLength(1);
    expect(page.epoch).not.toBe((await utopia.pull()).epoch);
    await second.close();
  });

  it('is sealed, readable by its owner alone, and never written over another', async () => {
    const file = join(folder, 'sealed');
    await backUpHub({ ...deps, database: hub.database }, file, SECRET);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await readFile(file)).includes(utopia.workstation)).toBe(false);
    await expect(backUpHub({ ...deps, database: hub.database }, file, SECRET)).rejects.toThrow('is there already');
    await expect(backUpHub({ ...deps, database: hub.database }, join(folder, 'x'), 'short')).rejects.toThrow(
      'at least 16',
    );
    await expect(verifyBackup(file, 'another secret than that one')).rejects.toThrow('the secret is another one');
  });

  it('is refused when any byte of it was altered or any part is missing, and then nothing is written', async () => {
    const file = join(folder, 'whole');
    await backUpHub({ ...deps, database: hub.database }, file, SECRET);
    const whole = await readFile(file);
    const damaged = join(folder, 'damaged');
    const places = Array.from({ length: PLACES }, (_, index) =>
      Math.floor((index * (whole.length - 1)) / (PLACES - 1)),
    );
    const url = await newTestDatabase();
    for (const place of places) {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      for (const wrong of [bytes, whole.subarray(0, place)]) {
        await writeFile(damaged, wrong);
        await chmod(damaged, 0o600);
        await expect(
          withDatabase(url, (database) => restoreHub({ ...deps, database }, damaged, SECRET)),
          `place ${place}`,
        ).rejects.toThrow();
      }
    }
    expect(
      await withDatabase(url, (database) =>
        database.query('select 1 from information_schema.tables where table_schema = current_schema()'),
      ),
    ).toEqual([]);
  });

  it('goes into no database that holds anything', async () => {
    const file = join(folder, 'again');
    await backUpHub({ ...deps, database: hub.database }, file, SECRET);
    await expect(restoreHub({ ...deps, database: hub.database }, file, SECRET)).rejects.toThrow('into an empty one');
  });
});

describe('a hub restored from an older back-up, again and again', { timeout: 600_000 }, () => {
  it('has everything back that any workstation holds, once and in one order for all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ncb-hub-restores-'));
    let hub = await startTestHub();
    const utopia = await enrolNewBureau(hub, 'UTO');
    const ruritania = await enrolNewBureau(hub, 'RUR');
    const holders = [utopia, await enrolWorkstation(hub, utopia.bureau), ruritania].map((one) => new Holder(one));
    const everybody = async () => {
      for (const holder of holders) await holder.exchange(hub);
    };
    for (let restore = 0; restore < RESTORES; restore++) {
      const file = join(folder, `backup-${restore}`);
      // Before, between and after: what the back-up has, what only the hub and the workstations have, what waits.
      const counts = [restore % 3, 1 + (restore % 4), restore % 2];
      for (const [part, count] of counts.entries()) {
        for (let one = 0; one < count; one++)
          await holders[(restore + one) % 3]?.write((restore + part) % 2 ? utopia : ruritania);
        if (part < 2) await everybody();
        if (part === 0) await backUpHub({ ...deps, database: hub.database }, file, SECRET);
      }
      const url = await newTestDatabase();
      await withDatabase(url, (database) => restoreHub({ ...deps, database }, file, SECRET));
      await hub.close();
      hub = await startTestHub({ databaseUrl: url });
      await everybody();
      await everybody();
      const sent = holders.flatMap((holder) => holder.sent.map(({ id }) => id)).sort();
      const streams = await hub.database.query<{ bureau: string; id: string; number: number }>(
        'select bureau, envelope_id as id, number from streams order by bureau, number',
      );
      const own = streams.filter(({ bureau }) => bureau === 'UTO').map(({ id }) => id);
      expect(new Set(own).size).toBe(own.length);
      const all = new Set(streams.map(({ id }) => id));
      expect([...all].sort()).toEqual(sent);
      for (const holder of holders) {
        const stream = streams.filter(({ bureau }) => bureau === holder.station.bureau.code);
        expect(stream.map(({ number }) => number)).toEqual(stream.map((_, index) => index + 1));
        expect([...holder.received.keys()].sort()).toEqual(stream.map(({ id }) => id).sort());
      }
    }
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });
});
