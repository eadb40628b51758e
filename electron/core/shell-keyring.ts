import { type KeyringAnswer, type KeyringQuestion, keyringAnswer } from '#shared/ipc/keyring.ts';
import { type Keyring, noKeyring } from './vault/keyring.ts';

/** A system that asks the person before it opens its keyring is waited for; one that never answers is none. */
const ANSWER_WITHIN_MS = 60_000;

type Asked =
  | { readonly ask: 'backend' }
  | { readonly ask: 'wrap'; readonly bytes: Uint8Array }
  | { readonly ask: 'unwrap'; readonly bytes: Uint8Array };

/** The operating system's keyring as the shell reaches it: questions go over the parent port, answers come back by number. */
export class ShellKeyring {
  private asked = 0;
  private readonly waiting = new Map<number, (answer: KeyringAnswer) => void>();

  constructor(
    private readonly post: (question: KeyringQuestion) => void,
    private readonly withinMs = ANSWER_WITHIN_MS,
  ) {}

  /** Takes what the shell says; anything that is no answer to an open question is passed over. */
  receive(message: unknown): void {
    const answer = keyringAnswer.safeParse(message);
    if (!answer.success) return;
    this.waiting.get(answer.data.id)?.(answer.data);
    this.waiting.delete(answer.data.id);
  }

  /** The keyring of this computer as it stands now. */
  async open(): Promise<Keyring> {
    const answer = await this.ask({ ask: 'backend' });
    if (answer.answer !== 'backend') return noKeyring;
    return {
      backend: answer.backend,
      wrap: (secret) => this.askForBytes({ ask: 'wrap', bytes: secret }),
      unwrap: (wrapped) => this.askForBytes({ ask: 'unwrap', bytes: wrapped }),
    };
  }

  private async askForBytes(question: Asked): Promise<Uint8Array> {
    const answer = await this.ask(question);
    if (answer.answer !== 'bytes') throw new Error('The keyring did not give its part.');
    return answer.bytes;
  }

  private ask(question: Asked): Promise<KeyringAnswer> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.receive({ type: 'keyring', id, answer: 'refused' }), this.withinMs);
      this.waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.post({ type: 'keyring', id, ...question });
    });
  }
}
