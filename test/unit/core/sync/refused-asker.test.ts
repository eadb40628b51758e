import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownCurrentKey } from '#core/bureau-keys/own-key.ts';
import { keyRenewal, putKeyRenewal } from '#core/bureau-keys/renewal.ts';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import type { HubRequest } from '#core/sync/transport.ts';
import { type AnswerCode, answers } from '#shared/protocol/answers.ts';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { acceptAll, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const TWO_CHUNKS = 1_500_000;

describe.each<AnswerCode>(['bureau-suspended', 'protocol-unsupported', 'workstation-unknown'])(
  'where the hub refuses whoever asks here (%s)',
  (code) => {
    let hub: SyncRounds;
    /** From this request on the hub refuses everything. */
    let refusesFrom: (request: HubRequest) => boolean;
    let refuses: boolean;

    beforeEach(async () => {
      hub = await SyncRounds.begin();
      await hub.knowKeys();
      refuses = false;
      refusesFrom = () => false;
      hub.answer = (request) => {
        refuses ||= refusesFrom(request);
        if (refuses) return json(answers[code].status, toProtocolError(code));
        return request.path === '/v1/envelopes' ? acceptAll(request) : wellBehaved(request);
      };
    });
    afterEach(() => hub.close());

    const readmit = () => {
      refusesFrom = () => false;
      refuses = false;
    };
    const status = () => hub.engine.status();
    const waiting = () => hub.core.call('outbox.list', {});

    it('in the middle of a file, its message waits, and goes on from there once that is over', async () => {
      refusesFrom = ({ path }) => path.endsWith('/chunks/1');
      const { id: caseId } = await hub.core.call('case.create', caseInput());
      const token = hub.core.files.choose('photo.jpg', systemRandom.bytes(TWO_CHUNKS));
      const { id } = await hub.core.call('file.add', { caseId, token });
      await hub.core.call('message.send', messageInput({ caseId, attachmentIds: [id] }));
      await hub.until(() => refuses && status().connection === 'refused');
      expect(status()).toMatchObject({ connection: 'refused', refusal: code });
      expect(await waiting()).toMatchObject([{ state: 'waiting', problem: null }]);
      readmit();
      await hub.until(() => hub.asked('POST /v1/envelopes') > 0);
      await hub.pass(1);
      expect(await waiting()).toEqual([]);
      expect([hub.asked('/chunks/0'), status().connection]).toEqual([1, 'online']);
    });

    it('when a check is asked, the check waits, and is asked again once that is over', async () => {
      refusesFrom = ({ path }) => path === '/v1/checks';
      const query = { documentNumber: 'P1O2345', issuingCountry: 'UTO', type: 'passport' } as const;
      const question = { database: 'sltd', query } as const;
      const check = await hub.core.call('check.run', { caseId: null, purpose: 'search-wanted-person', question });
      await hub.until(() => status().connection === 'refused');
      expect(await waiting()).toMatchObject([{ kind: 'check', state: 'waiting', problem: null }]);
      expect((await hub.core.call('check.get', { id: check.id })).online.outcome).toBe('pending');
      readmit();
      await hub.until(() => hub.asked('POST /v1/checks') > 1);
    });

    it('when the new key of the bureau is registered, that key is kept for later and not given up', async () => {
      const { store, identity } = hub.core.station;
      const current = ownCurrentKey(store.read, identity);
      if (!current) throw new Error('The bureau has no key');
      const { keyId } = current;
      const made = 'B'.repeat(22);
      hub.core.transaction(({ tx, now }) => {
        keepBureauKey(tx, { keyId, publicKey: current.publicKey, privateKey: '', since: now });
        keepBureauKey(tx, { keyId: made, publicKey: 'B'.repeat(43), privateKey: '', since: now });
        putKeyRenewal(tx, { replaces: keyId, keyId: made, outboxId: null, by: '' });
      });
      refusesFrom = ({ path }) => path === '/v1/bureau-key';
      await hub.until(() => status().connection === 'refused');
      expect(keyRenewal(store.read)).toMatchObject({ keyId: made });
    });
  },
);
