import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  askHub,
  codeOf,
  enrolNewBureau,
  enrolWorkstation,
  prepareEnrolment,
  type TestWorkstation,
} from '#test/helpers/hub-client.ts';

describe('a hub restored from an older backup', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
  });
  afterAll(() => hub.close());

  /** What a restore does to the tables: everything after the first two envelopes is gone. */
  async function loseAllAfterTwo(): Promise<void> {
    for (const sql of [
      'delete from streams where number > 2',
      'update stream_heads set head = 2 where head > 2',
      'delete from answers where sequence > 2',
      `delete from envelopes where not exists (select 1 from streams where envelope_id = envelopes.id)`,
      `update workstations set next_sequence = 3 where next_sequence > 3`,
    ]) {
      await hub.database.query(sql);
    }
  }

  it('sets every cursor back to where the histories part, takes again what it lost, and ends with nothing missing', async () => {
    const envelopes = await Promise.all(
      [1, 2, 3, 4, 5].map((sequence) => makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence })),
    );
    await utopia.offer(...envelopes);
    const old = (await ruritania.pull()).epoch;
    await loseAllAfterTwo();
    const epoch = await hub.admin.beginEpoch();

    const page = await ruritania.pull(5, `&epoch=${old}`);
    expect(page).toMatchObject({ epoch, resumeAfter: 2, head: 2, items: [] });
    const verdicts = await utopia.offer(...envelopes);
    expect(verdicts.map(({ code }) => code)).toEqual(Array(5).fill('accepted'));
    const again = await ruritania.pull(page.resumeAfter, `&epoch=${epoch}`);
    expect(again.items.map(({ envelope }) => envelope.id)).toEqual(envelopes.slice(2).map(({ id }) => id));
  });

  it('sets a cursor back over several restores to the earliest parting, and an unknown one to the beginning', async () => {
    const { epoch: before } = await ruritania.pull();
    await loseAllAfterTwo();
    await hub.admin.beginEpoch();
    await utopia.offer(await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence: 3 }));
    await hub.admin.beginEpoch();
    expect(await ruritania.pull(5, `&epoch=${before}`)).toMatchObject({ resumeAfter: 2, head: 3 });
    expect(await ruritania.pull(5, `&epoch=${newId(testDeps)}`)).toMatchObject({ resumeAfter: 0 });
  });

  it('takes no enrolment code from before, which may have been used in the history that is lost', async () => {
    const code = await hub.admin.createEnrolmentCode('UTO');
    const first = await prepareEnrolment(code, utopia.bureau);
    expect((await askHub(hub, null, { path: '/v1/enrolment', json: first.request })).status).toBe(200);
    await hub.database.query('update enrolment_codes set used_at = null, used_by_key_sha256 = null, answer = null');
    await hub.admin.beginEpoch();
    const again = await prepareEnrolment(code, utopia.bureau);
    expect(codeOf(await askHub(hub, null, { path: '/v1/enrolment', json: again.request }))).toBe('code-expired');
    await enrolWorkstation(hub, utopia.bureau);
  });
});
