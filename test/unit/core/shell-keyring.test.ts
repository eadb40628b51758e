import { describe, expect, it } from 'vitest';
import { ShellKeyring } from '#core/shell-keyring.ts';
import { standingOf } from '#core/vault/keyring.ts';
import { type KeyringAnswer, type KeyringQuestion, keyringQuestion } from '#shared/ipc/keyring.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';

const secret = new Uint8Array(32).fill(7);

/** A shell that answers later, from a keyring of its own; every message is copied on its way, as between processes. */
function connect(answer: (question: KeyringQuestion) => Promise<KeyringAnswer | null>) {
  const asked: KeyringQuestion[] = [];
  const keyring = new ShellKeyring((question) => {
    const arrived = keyringQuestion.parse(structuredClone(question));
    asked.push(arrived);
    void answer(arrived).then((reply) => keyring.receive(structuredClone(reply)));
  }, 50);
  return { keyring, asked };
}

function shellWith(kept: TestKeyring) {
  return connect(async (question) => {
    const { type, id } = question;
    if (question.ask === 'backend') return { type, id, answer: 'backend', backend: kept.backend };
    const bytes = question.ask === 'wrap' ? kept.wrap(question.bytes) : kept.unwrap(question.bytes);
    return bytes.then(
      (value): KeyringAnswer => ({ type, id, answer: 'bytes', bytes: value }),
      (): KeyringAnswer => ({ type, id, answer: 'refused' }),
    );
  });
}

describe('the keyring behind the shell', () => {
  it('gives each question its own answer, in whatever order they come', async () => {
    const { keyring, asked } = shellWith(new TestKeyring('gnome_libsecret'));
    const opened = await keyring.open();
    expect(opened.backend).toBe('gnome_libsecret');
    const secrets = [1, 2, 3].map((fill) => new Uint8Array(32).fill(fill));
    const wrapped = await Promise.all(secrets.map((one) => opened.wrap(one)));
    expect(await Promise.all(wrapped.toReversed().map((one) => opened.unwrap(one)))).toEqual(secrets.toReversed());
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
  });

  it('says so when the keyring no longer knows what it once wrapped', async () => {
    const kept = new TestKeyring();
    const opened = await shellWith(kept).keyring.open();
    const wrapped = await opened.wrap(secret);
    kept.forgetAll();
    await expect(opened.unwrap(wrapped)).rejects.toThrow('did not give its part');
  });

  it('is none when the shell never answers', async () => {
    const { keyring } = connect(() => Promise.resolve(null));
    expect(standingOf(await keyring.open())).toBe('unavailable');
  });

  it('passes over answers to nothing, of another shape, or to another question', async () => {
    const { keyring, asked } = connect(() => Promise.resolve(null));
    for (const message of [null, 'keyring', { type: 'keyring' }, { type: 'keyring', id: 99, answer: 'refused' }])
      keyring.receive(message);
    const opening = keyring.open();
    const id = asked[0]?.id ?? 0;
    keyring.receive({ type: 'keyring', id, answer: 'backend', backend: 7 });
    keyring.receive({ type: 'keyring', id, answer: 'bytes', bytes: secret });
    expect(standingOf(await opening)).toBe('unavailable');
  });

  it.each([
    ['basic_text', 'plain-text'],
    ['unknown', 'unavailable'],
    ['unavailable', 'unavailable'],
    ['dpapi', 'offered'],
    ['keychain', 'offered'],
    ['gnome_libsecret', 'offered'],
    ['kwallet6', 'offered'],
  ])('of the name %s is %s', (backend, standing) => {
    expect(standingOf(new TestKeyring(backend))).toBe(standing);
  });
});
