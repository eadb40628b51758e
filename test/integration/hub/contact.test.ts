import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { contactAnswer } from '#shared/protocol/contact.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, type TestWorkstation } from '#test/helpers/hub-client.ts';

const newToken = () => toBase64Url(systemRandom.bytes(16));

describe('the hub’s memory of its contacts', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
  });
  afterAll(() => hub.close());

  const announce = async (number: number, previous: string[], token: string, goOn = false) =>
    contactAnswer.parse((await utopia.ask({ path: '/v1/contact', json: { number, previous, token, goOn } })).body);
  const events = async () =>
    (
      await hub.database.query<{ event: string }>(
        `select event from audit where bureau = 'UTO' and event like 'workstation-%' order by number`,
      )
    ).map(({ event }) => event);

  it('holds one contact for each workstation, tells an older copy once in the audit chain, and lets a person end it', async () => {
    const [first, second, third, fourth] = [newToken(), newToken(), newToken(), newToken()];
    expect(await announce(1, [], first)).toMatchObject({ standing: 'agreed', number: 1, nextSequence: 1 });
    expect(await announce(2, [first], second)).toMatchObject({ standing: 'agreed', number: 2 });
    const answer = await announce(2, [first], third);
    expect(answer).toMatchObject({ standing: 'behind', number: 2 });
    expect(answer.at).not.toBeNull();
    expect(await announce(2, [first], newToken())).toMatchObject({ standing: 'behind' });
    expect(await events()).toEqual(expect.arrayContaining(['workstation-behind']));
    expect((await events()).filter((event) => event === 'workstation-behind')).toHaveLength(1);
    expect(await announce(2, [first], fourth, true)).toMatchObject({ standing: 'agreed', number: 3 });
    expect((await events()).filter((event) => event === 'workstation-goes-on')).toHaveLength(1);
    expect(await announce(4, [fourth], newToken())).toMatchObject({ standing: 'agreed', number: 4 });
  });

  it('is not led astray by a contact that was on the way too long', async () => {
    const [first, slow, next] = [newToken(), newToken(), newToken()];
    const ruritania = await enrolNewBureau(hub, 'RUR');
    const say = async (number: number, previous: string[], token: string) =>
      contactAnswer.parse(
        (await ruritania.ask({ path: '/v1/contact', json: { number, previous, token, goOn: false } })).body,
      );
    expect(await say(1, [], first)).toMatchObject({ standing: 'agreed', number: 1 });
    expect(await say(2, [first, slow], next)).toMatchObject({ standing: 'agreed', number: 2 });
    expect(await say(2, [first], slow)).toMatchObject({ standing: 'agreed', number: 2 });
    expect(await say(3, [next], newToken())).toMatchObject({ standing: 'agreed', number: 3 });
    expect(
      (await hub.database.query(`select 1 from audit where bureau = 'RUR' and event = 'workstation-behind'`)).length,
    ).toBe(0);
  });

  it('refuses a contact that is not one', async () => {
    const json = { number: 0, previous: [], token: 'short', goOn: false };
    expect((await utopia.ask({ path: '/v1/contact', json })).status).toBe(400);
  });
});
