import { randomBytes } from 'node:crypto';

/** Words that stand nowhere else, to be looked for where they must not be; each with the place it was typed into. */
export class Canaries {
  private readonly placeOf = new Map<string, string>();

  /** A new one: letters only, so that no field refuses it. No two share a beginning that a compressor could leave out. */
  next(place: string): string {
    return this.add(place, this.word());
  }

  /** The word alone, to be added as it comes to stand somewhere. */
  word(): string {
    const letters = randomBytes(9)
      .toString('hex')
      .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
    return letters.charAt(0).toUpperCase() + letters.slice(1);
  }

  /** Something that exists already and must not be found either, e.g. a passphrase. */
  add(place: string, text: string): string {
    this.placeOf.set(text, place);
    return text;
  }

  get words(): string[] {
    return [...this.placeOf.keys()];
  }

  get places(): string[] {
    return [...this.placeOf.values()];
  }

  place(word: string): string {
    return this.placeOf.get(word) ?? '?';
  }
}
