import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreStation } from '#test/helpers/core-station.ts';

describe('drafts', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  it('come back as they were typed, the last one', async () => {
    const key = 'case.create';
    expect(await core.call('draft.get', { key })).toBeNull();
    await core.call('draft.save', { key, data: { title: 'Half a ti' } });
    await core.call('draft.save', { key, data: { title: 'Half a title', persons: [1, null] } });
    expect(await core.call('draft.get', { key })).toEqual({
      data: { title: 'Half a title', persons: [1, null] },
      savedAt: core.clock.at - 1000,
    });
    await core.call('draft.discard', { key });
    expect(await core.call('draft.get', { key })).toBeNull();
  });

  it('are nobody else’s', async () => {
    await core.call('draft.save', { key: 'note', data: 'mine' });
    core.signIn('ada', 'Ada', ['officer']);
    expect(await core.call('draft.get', { key: 'note' })).toBeNull();
    await core.call('draft.discard', { key: 'note' });
    await core.call('draft.save', { key: 'note', data: 'hers' });
    expect(await core.call('draft.get', { key: 'note' })).toMatchObject({ data: 'hers' });
  });

  it('leave no trace in the audit trail', async () => {
    await core.call('draft.save', { key: 'note', data: 'private thought' });
    const { rows } = await core.call('audit.list', {});
    expect(JSON.stringify(rows)).not.toContain('draft');
  });
});
