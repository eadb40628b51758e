import { safeStorage } from 'electron';
import type { KeyringAnswer, KeyringQuestion } from '#shared/ipc/keyring.ts';

/** Asks the operating system's keyring for the core. Electron seals texts, so bytes go as base64. */
export function answerKeyring(question: KeyringQuestion): KeyringAnswer {
  const { type, id } = question;
  try {
    if (question.ask === 'backend') return { type, id, answer: 'backend', backend: backendName() };
    return {
      type,
      id,
      answer: 'bytes',
      bytes: question.ask === 'wrap' ? wrap(question.bytes) : unwrap(question.bytes),
    };
  } catch {
    return { type, id, answer: 'refused' };
  }
}

/** On Linux the name of what was found, `basic_text` where nothing was: Chromium then seals with a key everybody knows. */
function backendName(): string {
  if (process.platform === 'linux') {
    const found = safeStorage.getSelectedStorageBackend();
    return found === 'basic_text' || safeStorage.isEncryptionAvailable() ? found : 'unavailable';
  }
  if (!safeStorage.isEncryptionAvailable()) return 'unavailable';
  return process.platform === 'darwin' ? 'keychain' : 'dpapi';
}

/**
 * Stands before every secret. Some keyrings seal without a check (Chromium on Linux: AES-CBC), and another key then opens to a
 * text without sense in one of 256 cases: it must not be taken for the secret.
 */
const MARK = 'ncb keyring secret ';

const wrap = (secret: Uint8Array): Uint8Array =>
  new Uint8Array(safeStorage.encryptString(MARK + Buffer.from(secret).toString('base64')));

function unwrap(wrapped: Uint8Array): Uint8Array {
  const text = safeStorage.decryptString(Buffer.from(wrapped));
  if (!text.startsWith(MARK)) throw new Error('This was not wrapped by this keyring.');
  return new Uint8Array(Buffer.from(text.slice(MARK.length), 'base64'));
}
