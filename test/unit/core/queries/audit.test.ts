import { describe, expect, it } from 'vitest';
import { AuditChain } from '#core/audit-chain.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

describe('the audit trail', () => {
  it('has one entry for each action and each new look, and can be searched', async () => {
    const core = await CoreStation.open();
    const { id } = await core.call('case.create', caseInput());
    await core.call('case.get', { id });
    await core.call('case.get', { id });
    await core.refusal('case.move', { id, move: 'resume' });
    const { rows } = await core.call('audit.list', { search: id });
    expect(rows.map(({ method, user }) => `${method} ${user}`)).toEqual(['case.get olaf', 'case.create olaf']);
    expect(await core.call('audit.list', { search: 'CASE.CREATE' })).toMatchObject({ total: 1 });
    core.close();
  });

  it.each([
    ['altered', "UPDATE audit SET detail = detail || 'x' WHERE number = 2"],
    ['taken out', 'DELETE FROM audit WHERE number = 2'],
    ['taken from the beginning', 'DELETE FROM audit WHERE number = 1'],
    ['exchanged', 'UPDATE audit SET number = 99 WHERE number = 2'],
    ['given to somebody else', "UPDATE audit SET username = 'other' WHERE number = 3"],
  ])('tells when an entry was %s', async (_how, sql) => {
    const core = await CoreStation.open();
    for (let count = 0; count < 4; count += 1) await core.call('case.create', caseInput());
    const chain = new AuditChain();
    expect(chain.isIntact(core.station.store.read)).toBe(true);
    core.transaction(({ tx }) => tx.run(sql));
    expect(await core.call('audit.list', {})).toMatchObject({ intact: false });
    core.close();
  });

  it('is read on from where it was last seen whole, and what comes is checked too', async () => {
    const core = await CoreStation.open();
    await core.call('case.create', caseInput());
    expect(await core.call('audit.list', {})).toMatchObject({ intact: true });
    await core.call('case.create', caseInput());
    expect(await core.call('audit.list', {})).toMatchObject({ intact: true });
    await core.call('case.create', caseInput());
    core.transaction(({ tx }) => tx.run('UPDATE audit SET at = at + 1 WHERE number = (SELECT max(number) FROM audit)'));
    expect(await core.call('audit.list', {})).toMatchObject({ intact: false });
    core.close();
  });
});
